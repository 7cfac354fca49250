import { BookingCreated, CallAnalyzed, type Event, sampleOf } from '@callbook/contracts';
import { bookingFact, callIdentity, event, withheld } from './support/events';
import { RecordFixture } from './support/record-fixture';

/** Cannot be compressed, so that it is as long in an index as it is here. */
const long = String.fromCodePoint(...Array.from({ length: 10_000 }, (_, at) => 0x4e00 + ((at * at * 7919) % 20_011)));

/** What people say, type and call themselves, and what broken software sends. */
const texts: [string, string, string][] = [
  ['SQL', "Robert'); DROP TABLE records.calls; --", "Robert'); DROP TABLE records.calls; --"],
  ['emoji', '👩‍👧‍👦 Zoë 💇🏽‍♀️', '👩‍👧‍👦 Zoë 💇🏽‍♀️'],
  ['text from right to left', '\u202eשרה לוי\u202c عمر', '\u202eשרה לוי\u202c عمر'],
  ['ten thousand characters', long, long],
  ['every kind of quote, backslash and line', `"'\`´\\ \r\n\t{}[]$1 %s`, `"'\`´\\ \r\n\t{}[]$1 %s`],
  ['control characters', 'a\u0001\u001f\u007f\u0085z', 'a\u0001\u001f\u007f\u0085z'],
  ['NUL, which no column takes', 'Jo\0nas', 'Jo\ufffdnas'],
  ['half a character, which no JSON column takes', 'Jonas \ud83d', 'Jonas \ufffd'],
];

describe('text that others wrote', () => {
  let record: RecordFixture;

  beforeAll(async () => {
    record = await RecordFixture.open();
  });
  afterAll(() => record.close());

  it.each(texts)('is stored as it is: %s', async (_, said, stored) => {
    const call = callIdentity(withheld);
    const attendee = { name: said, email: said, phone: said };
    const fact = bookingFact({
      call,
      attendeeAsSaid: attendee,
      attendeeAsBooked: { ...attendee, timeZone: said },
      preferredStaff: { asSaid: said, staffId: null },
      host: { id: 4711, name: said, email: said, timeZone: said },
      location: said,
      notes: said,
      metadata: { [said]: said },
    });
    const sample = sampleOf(CallAnalyzed);
    await record.tell(asSent(event(BookingCreated, fact)));
    await record.tell(
      event(CallAnalyzed, {
        ...sample,
        call,
        end: { ...sample.end, transcript: said, recordingUrl: said, disconnectionReason: said },
        analysis: { ...sample.analysis, summary: said, sentiment: said, custom: { [said]: [said] } },
      }),
    );

    const person = { name: stored, email: stored, phone: stored };
    const row = await record.appointment(fact);
    expect(row).toMatchObject({
      attendee_as_said: person,
      attendee_as_booked: { ...person, timeZone: stored },
      preferred_staff_as_said: stored,
      calcom_host_name: stored,
      location: stored,
      booking_notes: stored,
      metadata: { [stored]: stored },
    });
    expect(await record.row('SELECT name FROM records.customers WHERE id = $1', row.customer_id)).toEqual({
      name: stored,
    });
    const id = row.call_id;
    expect(await record.call(call)).toMatchObject({
      summary: stored,
      disconnection_reason: stored,
      custom_analysis: { [stored]: [stored] },
    });
    expect(await record.row('SELECT transcript FROM records.call_transcripts WHERE call_id = $1', id)).toEqual({
      transcript: stored,
    });
    expect(await record.row('SELECT recording_url FROM records.call_recordings WHERE call_id = $1', id)).toEqual({
      recording_url: stored,
    });
  });

  it('leaves the tables where they were', async () => {
    expect(
      await record.rows("SELECT 1 FROM pg_tables WHERE schemaname = 'records' AND tablename = 'calls'"),
    ).toHaveLength(1);
  });
});

/** Once through JSON, as over the broker. */
function asSent<T extends object>(told: Event<T>): Event<T> {
  return JSON.parse(JSON.stringify(told)) as Event<T>;
}
