import { normalisedError } from './normalise-error';

describe('a normalised error', () => {
  it.each([
    // ids
    ['appointment 6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11 is not recorded yet', 'appointment <id> is not recorded yet'],
    ['call call_f9c1a2b3d4e5 belongs to another company', 'call <id> belongs to another company'],
    ['booking 3vKq8ZpTn1WxYcB5rDfGhJ is gone', 'booking <id> is gone'],
    // numbers and times
    ['no answer within 60000 ms', 'no answer within <n> ms'],
    ['waited 3.5 s', 'waited <n> s'],
    ['from 2026-11-21T10:00:00.123Z to 2026-11-22', 'from <time> to <time>'],
    ['taken at 09:30 on 21.11.2026', 'taken at <time> on <time>'],
    ['+49 151 12345678 does not answer', '<number> does not answer'],
    ['rang 0151/1234567 in vain', 'rang <number> in vain'],
    // what people said
    ['the attendee jonas.weber@kunde.example is unknown', 'the attendee <e-mail> is unknown'],
    ['no service is called "Föhnen für Eva Müller"', 'no service is called <value>'],
    ["cannot read 'Jonas'", 'cannot read <value>'],
    ['„Dauerwelle“ is not offered', '<value> is not offered'],
    ['cut off: "Jonas Web', 'cut off: <value>'],
    ['the caller Jonas Weber is not known', 'the caller <name> is not known'],
    ['Jonas Weber, Eva Müller are not known', '<name> are not known'],
    ['see https://cal.com/bookings/abc?name=Jonas', 'see <address>'],
    ['first line\nsecond 7', 'first line second <n>'],
    // what tells causes apart stays
    [
      'booking.created.v1: data.attendee.email: must be an email',
      'booking.created.v1: data.attendee.email: must be an email',
    ],
    [
      'booking.created.v1: data.segments.0.uid: must be a string',
      'booking.created.v1: data.segments.<n>.uid: must be a string',
    ],
    ['Cal.com: ECONNREFUSED', 'Cal.com: ECONNREFUSED'],
    ['the body is not JSON', 'the body is not JSON'],
    [
      'duplicate key value violates unique constraint "appointment_uids_pkey"',
      'duplicate key value violates unique constraint "appointment_uids_pkey"',
    ],
    [
      'null value in column "starts_at" of relation "appointments" violates not-null constraint',
      'null value in column "starts_at" of relation "appointments" violates not-null constraint',
    ],
    ['', ''],
  ])('of %j is %j', (error, normalised) => {
    expect(normalisedError(error, 'some_code')).toBe(normalised);
  });

  it.each([
    ["Cannot read properties of undefined (reading 'jonas')", 'Cannot read properties of undefined'],
    ['invalid input syntax for type uuid: "jonas weber"', 'invalid input syntax for type uuid'],
    ['Jonas: unknown', '<name>'],
    [
      'duplicate key value violates unique constraint "calls_pkey"\nDetail: Key (id)=(jonas)',
      'duplicate key value violates unique constraint "calls_pkey"',
    ],
  ])('of a stranger ends where it begins to quote: %j is %j', (error, normalised) => {
    expect(normalisedError(error, 'unexpected_QueryFailedError')).toBe(normalised);
  });

  it('is the same for messages that differ in whom they are about', () => {
    const of = (name: string, id: number, mail: string) =>
      normalisedError(`booking ${id} of ${name} <${mail}> failed after ${id * 2} ms`, 'some_code');
    expect(of('Jonas Weber', 17, 'jonas@kunde.example')).toBe(of('Åsa Öberg', 99_999, 'asa@kund.example'));
  });

  it('has an end, however long the error is', () => {
    expect(normalisedError('so '.repeat(5_000), 'some_code')).toHaveLength(301);
  });

  it('takes no time over an error that is made to take time', () => {
    const since = performance.now();
    for (const evil of [
      '"'.repeat(2_000),
      '1 '.repeat(1_000),
      'a@'.repeat(1_000),
      'a.'.repeat(1_000),
      'Aa'.repeat(1_000),
    ])
      normalisedError(evil, 'some_code');
    expect(performance.now() - since).toBeLessThan(500);
  });
});
