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

  it('has services of a salon with prices, two of them composite', () => {
    const prices = {
      herrenhaarschnitt: 3200,
      damenhaarschnitt: 5800,
      'waschen-und-foehnen': 2950,
      faerben: 8900,
      bartpflege: 2200,
      haarverlaengerung: 24_000,
      dauerwelle: 12_000,
      balayage: 21_000,
    };
    for (const [key, minor] of Object.entries(prices)) {
      expect(catalogue.findService('salon-lindenhof', key)?.price?.minor).toBe(minor);
    }
    const composite = catalogue.services('salon-lindenhof').filter(({ segments }) => segments.length > 0);
    expect(composite.map(({ key }) => key).sort()).toEqual(['balayage', 'dauerwelle']);
  });

  it('has a composite service of six phases with two people, and time in which nobody is needed', () => {
    const segments = catalogue.findService('salon-lindenhof', 'balayage')?.segments ?? [];
    expect(segments).toHaveLength(6);
    expect(new Set(segments.map(({ staffId }) => staffId)).size).toBe(3);
    expect(segments.filter(({ staffId }) => staffId === null)).toHaveLength(1);
  });

  it('has a service two people perform, one that is confirmed by hand, and event types of a person', () => {
    const [team] = sandboxSeed.calcom.eventTypes.filter((eventType) => eventType.team);
    const shared = catalogue.findService('salon-lindenhof', 'bartpflege');
    expect(shared?.calcomEventTypeId).toBe(team?.id);
    const hostOf = new Map<number | null, number>(sandboxSeed.calcom.eventTypes.map(({ id, hostId }) => [id, hostId]));
    expect(shared?.performers.map(({ calcomEventTypeId }) => hostOf.get(calcomEventTypeId))).toEqual(
      expect.arrayContaining(team?.team?.hostIds ?? []),
    );
    const confirmed = catalogue.findService('salon-lindenhof', 'haarverlaengerung');
    const itsEventType = sandboxSeed.calcom.eventTypes.find(({ id }) => id === confirmed?.calcomEventTypeId);
    expect(itsEventType?.requiresConfirmation).toBe(true);
  });
});
