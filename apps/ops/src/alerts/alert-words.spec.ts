import type { AlertContent, GroupInAlert } from './alert';
import { alertWords } from './alert-words';

const about: GroupInAlert = {
  group: '6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11',
  queue: 'records.booking-created',
  code: 'no_service',
  eventType: 'booking.created.v1',
  company: 'salon-lindenhof',
  open: 3,
  firstSeen: '2026-11-21T10:00:00.000Z',
  lastSeen: '2026-11-21T11:00:00.000Z',
};
const look = 'Look: callbook dlq ls --group 6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11';
const name = 'records.booking-created, no_service, booking.created.v1, salon-lindenhof';

describe('the words of an alert', () => {
  it.each<[AlertContent, string]>([
    [{ kind: 'new', about }, `Dead letters: ${name}. 3 open, the first of 2026-11-21 10:00 UTC.\n${look}`],
    [
      { kind: 'growing', about, deaths: 40, withinMinutes: 5 },
      `Growing: ${name}: 40 in 5 minutes. 3 open, the first of 2026-11-21 10:00 UTC.\n${look}`,
    ],
    [{ kind: 'over', about, because: 'settled' }, `Over: ${name}. None is open any more.`],
    [
      { kind: 'over', about, because: 'quiet' },
      `Quiet: ${name}. None came for a while. 3 open, the first of 2026-11-21 10:00 UTC.\n${look}`,
    ],
    [
      { kind: 'many', what: 'new', about: [about, { ...about, eventType: null, company: null }], groups: 12 },
      `Dead letters of 12 new causes:\n${name}\nrecords.booking-created, no_service\nand 10 more\nLook: callbook dlq groups`,
    ],
    [{ kind: 'many', what: 'over', about: [about], groups: 1 }, `Over: 1 causes:\n${name}\nLook: callbook dlq groups`],
    [{ kind: 'test', by: 'anna' }, "This is a test of Callbook's alerts, asked for by anna. Nothing is wrong."],
  ])('%j', (content, words) => {
    expect(alertWords(content)).toBe(words);
  });
});
