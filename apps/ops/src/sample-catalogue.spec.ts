import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogueFromFile } from '@callbook/catalogue';
import { sandboxSeed } from '@callbook/sandbox';

const catalogue = catalogueFromFile(readFileSync(join(__dirname, '../catalogue/salon-lindenhof.yaml'), 'utf8'));

describe('the sample catalogue', () => {
  it.each(sandboxSeed.companies)(
    'has $name as the sandbox plays it',
    ({ slug, name, timeZone, agentId, phoneNumber }) => {
      expect(catalogue.company(slug)).toMatchObject({ name, timeZone, agents: [agentId] });
      expect(catalogue.branchOfNumber(slug, phoneNumber)).toBeDefined();
    },
  );

  it.each(sandboxSeed.calcom.hosts)("has the sandbox's host $name", ({ id, name, email }) => {
    const staff = catalogue.companies().flatMap(({ slug }) => catalogue.staffOfCalcomUser(slug, id) ?? []);
    expect(staff).toMatchObject([{ name, email, active: true }]);
  });

  /** Stays out of the catalogue: what is booked there is nobody's service, and must be left alone. */
  const outside = ['beratung-haarverlaengerung'];
  const eventTypes = sandboxSeed.calcom.eventTypes.filter(({ slug }) => !outside.includes(slug));

  it.each(eventTypes)('books $title on an event type of that length', ({ id, lengthInMinutes }) => {
    const services = catalogue.companies().flatMap(({ slug }) => catalogue.services(slug));
    const bookable = services.flatMap(({ calcomEventTypeId, minutes, performers, segments }) => [
      { id: calcomEventTypeId, minutes },
      ...performers.map((performer) => ({ id: performer.calcomEventTypeId, minutes })),
      ...segments.map((segment) => ({ id: segment.calcomEventTypeId, minutes: segment.minutes })),
    ]);
    expect(bookable).toContainEqual({ id, minutes: lengthInMinutes });
  });

  it('has five services of a salon with prices, one of them composite', () => {
    const keys = ['herrenhaarschnitt', 'damenhaarschnitt', 'waschen-und-foehnen', 'faerben', 'dauerwelle'];
    const services = keys.map((key) => catalogue.findService('salon-lindenhof', key));
    expect(services.map((service) => service?.price?.minor)).toEqual([3200, 5800, 2950, 8900, 12_000]);
    expect(services.filter((service) => service?.segments.length).map((service) => service?.key)).toEqual([
      'dauerwelle',
    ]);
  });
});
