import { sampleCatalogue } from '../../test/sample-catalogue';
import { catalogueAsYaml } from '../export/export-catalogue';
import { catalogueFromFile } from './catalogue-from-file';

const salon = 'salon-lindenhof';
const catalogue = catalogueFromFile(sampleCatalogue());
const staffId = (name: string) => catalogue.findStaff(salon, name)!.id;
const service = (name: string) => catalogue.findService(salon, name)!;
const now = new Date();
const withHostSubsets = sampleCatalogue({
  'calcomEventType: 2004': 'calcomEventType: 2004\n        hostSubsets: true',
});

describe('the catalogue', () => {
  it('finds a company by slug and by agent', () => {
    expect(catalogue.company(salon)).toMatchObject({ name: 'Salon Lindenhof', timeZone: 'Europe/Berlin' });
    expect(catalogue.companyOfAgent('agent_sandbox_praxis')?.slug).toBe('praxis-am-markt');
    expect(catalogue.company('nobody')).toBeUndefined();
    expect(catalogue.companyOfAgent('agent_of_nobody')).toBeUndefined();
  });

  it('finds the branch that a number rings', () => {
    expect(catalogue.branchOfNumber(salon, '+493012345670')).toMatchObject({
      key: 'lindenhof',
      openingHours: expect.arrayContaining([{ weekday: 6, opens: '09:00', closes: '14:00' }]),
    });
    expect(catalogue.branchOfNumber('praxis-am-markt', '+493012345670')).toBeUndefined();
  });

  it.each([
    ['herrenhaarschnitt', 'herrenhaarschnitt'],
    ['  HERRENHAARSCHNITT ', 'herrenhaarschnitt'],
    ["Men's haircut", 'herrenhaarschnitt'],
    ['Waschen und Foehnen', 'waschen-und-foehnen'],
    ['haare faerben', 'faerben'],
  ])('understands %j as %s', (asSaid, key) => {
    expect(catalogue.findService(salon, asSaid)?.key).toBe(key);
  });

  it.each(['', 'Massage', 'Erstgespräch'])('knows no service %j in the salon', (asSaid) => {
    expect(catalogue.findService(salon, asSaid)).toBeUndefined();
  });

  it.each([
    ['Anna', 'Anna Berger'],
    ['Frau Berger', 'Anna Berger'],
    ['MEHMET KAYA', 'Mehmet Kaya'],
    ['Memo', 'Mehmet Kaya'],
  ])('understands %j as %s', (asSaid, name) => {
    expect(catalogue.findStaff(salon, asSaid)?.name).toBe(name);
  });

  it("understands a title without a name, a stranger, and another company's staff as nobody", () => {
    expect(['Frau', 'Sabine', 'Dr. Vogt', ''].map((asSaid) => catalogue.findStaff(salon, asSaid))).toEqual(
      new Array(4).fill(undefined),
    );
  });

  it('does not guess between two people', () => {
    const two = catalogueFromFile(sampleCatalogue({ 'Sofia Brandt': 'Anna Brandt' }));
    expect(two.findStaff(salon, 'Anna')).toBeUndefined();
    expect(two.findStaff(salon, 'Anna Brandt')?.key).toBe('sofia');
  });

  it('knows what an event type stands for, whoever it belongs to', () => {
    expect(catalogue.serviceOfEventType(salon, 2001, now)?.key).toBe('herrenhaarschnitt');
    expect(catalogue.serviceOfEventType(salon, 2012, now)?.key).toBe('damenhaarschnitt');
    expect(catalogue.serviceOfEventType('praxis-am-markt', 2001, now)).toBeUndefined();
    expect(catalogue.serviceOfEventType(salon, 9999, now)).toBeUndefined();
  });

  it('takes no segment of a composite service for a service', () => {
    expect(catalogue.serviceOfEventType(salon, 2021, now)).toBeUndefined();
  });

  it('sums a composite service up from its segments', () => {
    expect(service('Dauerwelle')).toMatchObject({ calcomEventTypeId: null, minutes: 125 });
    expect(service('Dauerwelle').segments.map(({ key, offsetMinutes }) => [key, offsetMinutes])).toEqual([
      ['wickeln', 0],
      ['einwirken', 45],
      ['fixieren', 65],
      ['finish', 95],
    ]);
    expect(service('Dauerwelle').performers.map((performer) => performer.staffId)).toEqual([
      staffId('Sofia'),
      staffId('Anna'),
    ]);
  });

  it('books for a person on their own event type, else on that of the service', () => {
    expect(catalogue.eventTypeFor(service('Herrenhaarschnitt'), staffId('Anna'))).toBe(2011);
    expect(catalogue.eventTypeFor(service('Herrenhaarschnitt'), staffId('Mehmet'))).toBe(2001);
    expect(catalogue.eventTypeFor(service('Herrenhaarschnitt'), null)).toBe(2001);
    expect(catalogue.eventTypeFor(service('Dauerwelle'), null)).toBeNull();
  });

  it('prices by person, else by service', () => {
    const { id } = service('Damenhaarschnitt');
    expect(catalogue.priceOf(id, staffId('Sofia'), now)).toEqual({ minor: 6200, currency: 'EUR' });
    expect(catalogue.priceOf(id, staffId('Anna'), now)).toEqual({ minor: 5800, currency: 'EUR' });
    expect(catalogue.priceOf(id, null, now)).toEqual({ minor: 5800, currency: 'EUR' });
    expect(catalogue.priceOf('00000000-0000-0000-0000-000000000000', null, now)).toBeNull();
  });

  it('has no price where the file has none', () => {
    const { id, price } = catalogue.findService('praxis-am-markt', 'Erstgespräch')!;
    expect([price, catalogue.priceOf(id, null, now)]).toEqual([null, null]);
  });

  it('finds staff by Cal.com user and by e-mail without case, within the company', () => {
    expect(catalogue.staffOfCalcomUser(salon, 1002)?.key).toBe('mehmet');
    expect(catalogue.staffOfCalcomUser('praxis-am-markt', 1002)).toBeUndefined();
    expect(catalogue.staffOfEmail(salon, ' Mehmet.KAYA@salon-lindenhof.example').map(({ key }) => key)).toEqual([
      'mehmet',
    ]);
    expect(catalogue.staffOfEmail(salon, 'nobody@salon-lindenhof.example')).toEqual([]);
  });

  it('gives everybody who shares an e-mail address', () => {
    const shared = catalogueFromFile(sampleCatalogue({ 'mehmet.kaya@': 'anna.berger@' }));
    expect(shared.staffOfEmail(salon, 'anna.berger@salon-lindenhof.example')).toHaveLength(2);
  });

  it('gives the same ids for the same keys', () => {
    const renamed = catalogueFromFile(sampleCatalogue({ 'de: Färben': 'de: Haarfarbe', 'Anna Berger': 'Anna Schulz' }));
    expect(renamed.findService(salon, 'Haarfarbe')?.id).toBe(service('Färben').id);
    expect(renamed.findStaff(salon, 'Frau Schulz')?.id).toBe(staffId('Anna'));
  });

  it('lets callers choose among the hosts of an event type only where the file says so', () => {
    const one = catalogueFromFile(withHostSubsets);
    const choosing = one.services(salon).filter(({ hostSubsets }) => hostSubsets);
    expect(choosing.map(({ key }) => key)).toEqual(['faerben']);
  });

  it('reads back what it writes as a file', () => {
    for (const one of [catalogue, catalogueFromFile(withHostSubsets)])
      expect(catalogueFromFile(catalogueAsYaml(one))).toEqual(one);
  });
});
