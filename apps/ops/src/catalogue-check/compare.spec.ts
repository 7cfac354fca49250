import { catalogueFromFile } from '@callbook/catalogue';
import type { CalendarEventType } from '@callbook/contracts';
import { compareWithCalendar } from './compare';
import type { Finding } from './finding';

const file = `
companies:
  salon:
    name: Salon
    timeZone: Europe/Berlin
    language: de
    country: DE
    referencePrefix: SAL
    retell: { agents: [agent_1], webhookKeys: [env:RETELL] }
    calcom: { apiKey: env:CALCOM, webhookSecrets: [env:WEBHOOK] }
    branches: { main: { name: Salon, phoneNumbers: ['+49 30 12345670'], openingHours: { tuesday: 09:00-18:30 } } }
    staff:
      anna: { name: Anna Berger, email: anna@salon.example, calcomUserId: 1 }
      ben: { name: Ben Roth, email: ben@salon.example, calcomUserId: 2 }
      cleo: { name: Cleo Lang, email: cleo@salon.example, calcomUserId: 3 }
    services:
      cut:
        name: { de: Schnitt, en: Cut }
        price: 32.00 EUR
        minutes: 30
        calcomEventType: 10
        staff:
          anna:
          ben: { calcomEventType: 11, price: 40.00 EUR }
      perm:
        name: { de: Dauerwelle, en: Perm }
        price: 120.00 EUR
        segments:
          - { key: roll, minutes: 45, calcomEventType: 20, staff: cleo }
          - { key: wait, minutes: 20 }
          - { key: finish, minutes: 30, calcomEventType: 21, staff: anna }
`;
const [anna, ben, cleo] = [
  { userId: 1, name: 'Anna Berger' },
  { userId: 2, name: 'Ben Roth' },
  { userId: 3, name: 'Cleo Lang' },
];

const eventType = (id: number, minutes: number, host: CalendarEventType['hosts'][number]): CalendarEventType => ({
  id,
  title: `Event type ${id}`,
  minutes,
  priceMinor: null,
  currency: null,
  hidden: false,
  scheduling: 'individual',
  hosts: [host],
  requiresConfirmation: false,
  requiresEmailVerification: false,
  requiredFields: [],
});
const fitting = [eventType(10, 30, anna!), eventType(11, 30, ben!), eventType(20, 45, cleo!), eventType(21, 30, anna!)];

interface Changes {
  /** Of event types, by id; null takes one away. */
  readonly there?: Record<number, Partial<CalendarEventType> | null>;
  readonly more?: readonly CalendarEventType[];
  /** Of the file. */
  readonly here?: readonly [string, string][];
}

function compare({ there = {}, more = [], here = [] }: Changes): Finding[] {
  for (const [text] of here) expect(file).toContain(text);
  const catalogue = catalogueFromFile(here.reduce((text, [from, to]) => text.replace(from, to), file));
  const seen = [...fitting, ...more].flatMap((one) => {
    const change = there[one.id];
    return change === null ? [] : [{ ...one, ...change }];
  });
  return compareWithCalendar(catalogue, catalogue.company('salon')!, new Map(seen.map((one) => [one.id, one])));
}

describe('a catalogue compared with Cal.com', () => {
  it('that fits has no findings', () => {
    expect(compare({})).toEqual([]);
  });

  const price = (priceMinor: number | null, currency = 'EUR') => ({ priceMinor, currency });
  const cases: [string, Changes, Partial<Finding>][] = [
    [
      'an event type that is not there',
      { there: { 10: null } },
      {
        kind: 'event_type_missing',
        path: 'services.cut',
        eventTypeId: 10,
        repair: expect.stringContaining('services.cut.calcomEventType') as string,
      },
    ],
    [
      'the event type of a part that is not there',
      { there: { 21: null } },
      { kind: 'event_type_missing', path: 'services.perm.segments.finish' },
    ],
    ['one that is hidden', { there: { 10: { hidden: true } } }, { kind: 'event_type_hidden', path: 'services.cut' }],
    [
      'a template that nobody can book',
      { there: { 11: { scheduling: 'managed' } } },
      {
        kind: 'event_type_not_bookable',
        path: 'services.cut.staff.ben',
        repair: 'put the id of the event type it made for the person at services.cut.staff.ben.calcomEventType',
      },
    ],
    [
      'another length',
      { there: { 11: { minutes: 45 } } },
      {
        kind: 'other_length',
        path: 'services.cut.staff.ben',
        what: 'event type 11 lasts 45 minutes, the catalogue says 30',
        repair: 'set its length to 30 in Cal.com, or write 45 at services.cut.minutes',
      },
    ],
    [
      'another length of a part',
      { there: { 20: { minutes: 30 } } },
      {
        kind: 'other_length',
        repair: 'set its length to 45 in Cal.com, or write 30 at services.perm.segments.roll.minutes',
      },
    ],
    [
      'another price',
      { there: { 10: price(3000) } },
      {
        kind: 'other_price',
        what: 'event type 10 costs 30.00 EUR, the catalogue says 32.00 EUR',
        repair: 'write price: 30.00 EUR at services.cut, or set it to 32.00 EUR in Cal.com',
      },
    ],
    ['another currency', { there: { 10: price(3200, 'CHF') } }, { kind: 'other_price' }],
    [
      "the service's price where a person has another",
      { there: { 11: price(3200) } },
      {
        kind: 'other_price',
        path: 'services.cut.staff.ben',
        what: 'event type 11 costs 32.00 EUR, the catalogue says 40.00 EUR',
      },
    ],
    [
      'a price where the catalogue has none',
      { there: { 10: price(3200), 11: price(4000) }, here: [['        price: 32.00 EUR\n', '']] },
      { kind: 'other_price', what: 'event type 10 costs 32.00 EUR, the catalogue says none' },
    ],
    [
      'a host nobody knows',
      { there: { 10: { hosts: [anna!, { userId: 9, name: 'Dora Neu' }] } } },
      {
        kind: 'host_unknown',
        what: 'Dora Neu (user 9) is a host of event type 10, and nobody in the catalogue',
        repair: 'write calcomUserId: 9 at a new entry of staff, or remove the host in Cal.com',
      },
    ],
    [
      'staff who are not a host of what they perform',
      { there: { 10: { hosts: [ben!] } } },
      {
        kind: 'staff_not_a_host',
        path: 'services.cut',
        what: 'Anna Berger (user 1) is not a host of event type 10',
        repair: 'add user 1 to its hosts in Cal.com, or take anna out of services.cut',
      },
    ],
    [
      'confirmation the catalogue does not tell of',
      { there: { 10: { requiresConfirmation: true } } },
      {
        kind: 'confirmation_differs',
        repair: 'write requiresConfirmation: true at services.cut, or switch it off in Cal.com',
      },
    ],
    [
      'confirmation the catalogue tells of, and there is none',
      {
        there: { 11: { requiresConfirmation: true } },
        here: [['        minutes: 30\n', '        minutes: 30\n        requiresConfirmation: true\n']],
      },
      {
        kind: 'confirmation_differs',
        eventTypeId: 10,
        repair: 'write requiresConfirmation: false at services.cut, or switch it on in Cal.com',
      },
    ],
    [
      'a question callers are not asked',
      { there: { 10: { requiredFields: ['hair-length'] } } },
      {
        kind: 'field_not_sent',
        severity: 'problem',
        repair: 'make the question "hair-length" optional in Cal.com, or remove it',
      },
    ],
    [
      'a number that must be given',
      { there: { 10: { requiredFields: ['attendeePhoneNumber'] } } },
      { kind: 'field_not_sent', severity: 'problem' },
    ],
    [
      'a code sent by e-mail',
      { there: { 10: { requiresEmailVerification: true } } },
      { kind: 'field_not_sent', severity: 'problem' },
    ],
    [
      'an e-mail address that must be given, though callers are not asked for one',
      {
        there: { 10: { requiredFields: ['email'] } },
        here: [['    referencePrefix', '    contactRule: placeholder\n    referencePrefix']],
      },
      {
        kind: 'field_not_sent',
        severity: 'problem',
        repair: 'make the field optional in Cal.com, or write contactRule: ask',
      },
    ],
    [
      'an e-mail address that callers are asked for',
      { there: { 10: { requiredFields: ['email'] } } },
      { kind: 'field_not_sent', severity: 'information' },
    ],
    [
      'an event type no service uses',
      { more: [eventType(99, 15, anna!)] },
      { kind: 'event_type_unused', severity: 'information', path: null, eventTypeId: 99 },
    ],
  ];

  it.each(cases)('finds %s, and nothing else', (_, changes, finding) => {
    expect(compare(changes)).toEqual([expect.objectContaining({ severity: 'problem', ...finding })]);
  });

  it('finds staff without user id, who is then an unknown host, and names the id that belongs there', () => {
    const findings = compare({ here: [['email: cleo@salon.example, calcomUserId: 3', 'email: cleo@salon.example']] });
    expect(findings).toEqual([
      expect.objectContaining({
        kind: 'host_unknown',
        repair: 'write calcomUserId: 3 at staff.cleo, or remove the host in Cal.com',
      }),
      expect.objectContaining({
        kind: 'staff_without_user_id',
        path: 'staff.cleo',
        repair: 'write calcomUserId: 3 at staff.cleo',
      }),
    ]);
  });

  it('leaves alone whoever performs nothing, and a person who has left', () => {
    const idle = '      dora: { name: Dora Neu, email: dora@salon.example }\n    services:\n';
    expect(compare({ here: [['    services:\n', idle]] })).toEqual([]);
  });

  it('names an unknown host once, however many event types there are', () => {
    const hosts = [anna!, { userId: 9, name: null }];
    const findings = compare({ there: { 10: { hosts }, 21: { hosts } } });
    expect(findings).toMatchObject([
      { kind: 'host_unknown', what: 'user 9 is a host of event type 10, and nobody in the catalogue' },
    ]);
  });
});
