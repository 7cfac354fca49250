import type { Catalogue, Company, Staff } from '@callbook/catalogue';
import type { CalendarEventType } from '@callbook/contracts';
import type { Finding, FindingKind } from './finding';
import { fieldFindings, settingFindings } from './settings-of-use';
import { type Use, usesOf } from './uses';

/** What Cal.com has: the event types that were seen. One that was asked for and is not among them is not there. */
export type SeenEventTypes = ReadonlyMap<number, CalendarEventType>;

/**
 * In what a company's catalogue and Cal.com disagree, in the order of the catalogue; empty when whatever the catalogue offers
 * can be booked as it says. Pure.
 */
export function compareWithCalendar(catalogue: Catalogue, company: Company, seen: SeenEventTypes): Finding[] {
  const uses = usesOf(catalogue, company.slug);
  const staff = catalogue.staffOf(company.slug);
  return [
    ...uses.flatMap((use) => findingsOf(use, company, staff, seen.get(use.eventTypeId))),
    ...unknownHosts(uses, staff, seen),
    ...staffWithoutUserId(uses, staff, seen),
    ...unusedEventTypes(catalogue, seen),
  ];
}

function findingsOf(
  use: Use,
  company: Company,
  staff: readonly Staff[],
  eventType: CalendarEventType | undefined,
): Finding[] {
  const { eventTypeId: id, path } = use;
  if (!eventType)
    return [
      problem(
        'event_type_missing',
        use,
        `Cal.com has no event type ${id}, or does not show it to the API key`,
        `create it there and put its id at ${path}.calcomEventType, or give the key's user access to it`,
      ),
    ];
  if (eventType.scheduling === 'managed')
    return [
      problem(
        'event_type_not_bookable',
        use,
        `event type ${id} is a managed template, which nobody can book`,
        `put the id of the event type it made for the person at ${path}.calcomEventType`,
      ),
    ];
  return [
    ...settingFindings(use, eventType),
    ...notHosts(use, staff, eventType),
    ...fieldFindings(use, company, eventType),
  ];
}

/** People the catalogue books on an event type that would never be given the booking. */
function notHosts(use: Use, staff: readonly Staff[], { id, hosts }: CalendarEventType): Finding[] {
  return use.staffIds.flatMap((staffId) => {
    const person = staff.find((one) => one.id === staffId);
    if (!person || person.calcomUserId === null || hosts.some(({ userId }) => userId === person.calcomUserId))
      return [];
    return [
      problem(
        'staff_not_a_host',
        use,
        `${person.name} (user ${person.calcomUserId}) is not a host of event type ${id}`,
        `add user ${person.calcomUserId} to its hosts in Cal.com, or take ${person.key} out of ${use.path}`,
      ),
    ];
  });
}

function unknownHosts(uses: readonly Use[], staff: readonly Staff[], seen: SeenEventTypes): Finding[] {
  const known = new Set(staff.map(({ calcomUserId }) => calcomUserId));
  const told = new Set<number>();
  return uses.flatMap((use) =>
    (seen.get(use.eventTypeId)?.hosts ?? []).flatMap(({ userId, name }) => {
      if (known.has(userId) || told.has(userId)) return [];
      told.add(userId);
      const namesake = staff.find((person) => person.calcomUserId === null && person.name === name);
      const who = name ? `${name} (user ${userId})` : `user ${userId}`;
      const place = namesake ? `staff.${namesake.key}` : 'a new entry of staff';
      return [
        problem(
          'host_unknown',
          use,
          `${who} is a host of event type ${use.eventTypeId}, and nobody in the catalogue`,
          `write calcomUserId: ${userId} at ${place}, or remove the host in Cal.com`,
        ),
      ];
    }),
  );
}

/** Only people who are booked by name: whoever performs nothing needs no account. */
function staffWithoutUserId(uses: readonly Use[], staff: readonly Staff[], seen: SeenEventTypes): Finding[] {
  return staff.flatMap(({ id, key, name, calcomUserId }) => {
    const use = uses.find(({ staffIds }) => staffIds.includes(id));
    if (calcomUserId !== null || !use) return [];
    const hosts = uses.flatMap(({ eventTypeId }) => seen.get(eventTypeId)?.hosts ?? []);
    const namesake = hosts.find((host) => host.name === name);
    return [
      {
        kind: 'staff_without_user_id' as const,
        severity: 'problem' as const,
        path: `staff.${key}`,
        eventTypeId: null,
        what: `${name} has no Cal.com user id, so bookings are told apart by e-mail address alone`,
        repair: `write calcomUserId: ${namesake?.userId ?? "the person's user id in Cal.com"} at staff.${key}`,
      },
    ];
  });
}

/** A key may be shared by companies: what any of them books is used. */
function unusedEventTypes(catalogue: Catalogue, seen: SeenEventTypes): Finding[] {
  const used = new Set(
    catalogue.companies().flatMap(({ slug }) => usesOf(catalogue, slug).map(({ eventTypeId }) => eventTypeId)),
  );
  return [...seen.values()]
    .filter(({ id }) => !used.has(id))
    .map(({ id, title }) => ({
      kind: 'event_type_unused',
      severity: 'information',
      path: null,
      eventTypeId: id,
      what: `no service uses event type ${id}${title ? ` (${title})` : ''}: callers are never offered it`,
      repair: 'nothing, unless it should be a service',
    }));
}

function problem(kind: FindingKind, { path, eventTypeId }: Use, what: string, repair: string): Finding {
  return { kind, severity: 'problem', path, eventTypeId, what, repair };
}
