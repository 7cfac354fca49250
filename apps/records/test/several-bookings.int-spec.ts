import {
  appointmentRowId,
  BookingAbsenceMarked,
  BookingAwaitingConfirmation,
  BookingCancelled,
  BookingCreated,
  type BookingFact,
  BookingReassigned,
  BookingRejected,
  BookingRescheduled,
  type Event,
  type EventClass,
} from '@callbook/contracts';
import {
  alreadyBooked,
  bookingFact,
  bookingFailed,
  callEnded,
  callIdentity,
  callStarted,
  company,
  event,
} from './support/events';
import { randomOf, shuffled } from './support/random';
import { RecordFixture } from './support/record-fixture';
import { toldInTheEnd } from './support/told-in-the-end';

const random = randomOf(20_261_122);
const orders = 40;
const telephone = '+4915112340000';

/** What one phone call led to, each message by what it tells. */
interface Day {
  readonly names: readonly [string, string][];
  readonly messages: readonly Event<object>[];
  readonly rootUids: Readonly<Record<'cut' | 'perm' | 'wash' | 'web' | 'webOfNobody', string>>;
}

/**
 * One caller books a haircut, which is moved, given to another person, and cancelled; asks for a perm, which the salon turns
 * down; books a wash, to which nobody comes; asks for something that cannot be had; and asks for what they had booked on the
 * web page before, under another number. Somebody else's booking on the web page has nothing to do with it.
 */
function day(number: string): Day {
  const call = callIdentity({ fromNumber: number, customerNumber: number });
  const [cut, perm, wash] = [bookingFact({ call }), bookingFact({ call }), bookingFact({ call })];
  const onTheWeb = { call: null, requestId: null, requestKey: null, functionCallIds: [], attendeeAsSaid: null };
  const [web, webOfNobody] = [bookingFact(onTheWeb), bookingFact(onTheWeb)];
  let minute = 0;
  const at = () => `2026-11-21T10:${String(++minute).padStart(2, '0')}:00Z`;
  const told = (type: EventClass<BookingFact>, fact: BookingFact, revision: number, said: Partial<BookingFact> = {}) =>
    event(type, { ...fact, revision, providerCreatedAt: fact.providerCreatedAt, ...said }, { time: at() });
  const later = { calcomUid: `${cut.rootUid}-2`, start: '2026-11-27T09:00:00.000Z', end: '2026-11-27T09:30:00.000Z' };
  const anna = { id: 1001, name: 'Anna Berger', email: null, timeZone: null };
  const uids = { cut, perm, wash, web, webOfNobody };
  const asked = alreadyBooked({ call, calcomUid: web.rootUid }, '2026-11-21T10:50:00Z');
  const refused = bookingFailed({ call, reason: 'outside_hours', providerText: null }, '2026-11-21T10:49:00Z');
  return {
    rootUids: Object.fromEntries(Object.entries(uids).map(([name, { rootUid }]) => [name, rootUid])) as Day['rootUids'],
    messages: [
      callStarted(call),
      told(BookingCreated, cut, 1, { providerCreatedAt: '2026-11-21T10:00:30.000Z' }),
      told(BookingRescheduled, cut, 2, { ...later, providerCreatedAt: '2026-11-21T10:00:30.000Z' }),
      told(BookingReassigned, cut, 3, { ...later, host: anna, providerCreatedAt: '2026-11-21T10:00:30.000Z' }),
      told(BookingCancelled, cut, 4, {
        ...later,
        host: anna,
        status: 'cancelled',
        providerCreatedAt: '2026-11-21T10:00:30.000Z',
      }),
      told(BookingAwaitingConfirmation, perm, 1, { status: 'pending', providerCreatedAt: '2026-11-21T10:00:50.000Z' }),
      told(BookingRejected, perm, 2, { status: 'rejected', providerCreatedAt: '2026-11-21T10:00:50.000Z' }),
      told(BookingCreated, wash, 1, { providerCreatedAt: '2026-11-21T10:00:40.000Z' }),
      told(BookingAbsenceMarked, wash, 2, {
        absence: { host: false, attendee: true },
        providerCreatedAt: '2026-11-21T10:00:40.000Z',
      }),
      refused,
      told(BookingCreated, web, 1, { providerCreatedAt: '2026-11-20T10:00:00.000Z' }),
      asked,
      told(BookingCreated, webOfNobody, 1),
      callEnded(call),
    ],
    names: [
      ...Object.entries(uids).flatMap(([name, fact]): [string, string][] => [
        [appointmentRowId(company, fact.rootUid), `${name} appointment`],
        [fact.rootUid, `${name} uid`],
        ...(fact.requestId ? ([[fact.requestId, `${name} request`]] as [string, string][]) : []),
      ]),
      [asked.data.requestId, 'asked request'],
      [call.retellCallId, 'retell call'],
    ],
  };
}

describe('several bookings of one call, and one of the web page that it asks for', () => {
  let record: RecordFixture;

  beforeAll(async () => {
    record = await RecordFixture.open();
  });
  afterAll(() => record.close());

  async function rowsOf({ names, rootUids }: Day): Promise<unknown> {
    const ids = Object.values(rootUids).map((uid) => appointmentRowId(company, uid));
    const callId = (await record.row('SELECT call_id FROM records.appointments WHERE id = $1', ids[0])).call_id;
    const rows = {
      call: await record.row(
        `SELECT appointment_id, appointment_link_status, link_cause, booking_confirmed, booking_failure_reason,
                staff_id, appointment_linked_at FROM records.calls WHERE id = $1`,
        callId,
      ),
      appointments: await record.rows(
        `SELECT id, status, was_confirmed, attendee_absent, call_id IS NOT NULL AND call_id = $2 AS "ofCall", link_cause, source,
                staff_id, calcom_host_id, revision, booked_at, told_at
         FROM records.appointments WHERE id = ANY ($1) ORDER BY array_position($1, id)`,
        ids,
        callId,
      ),
      outcomes: await record.rows(
        `SELECT request_id, outcome, appointment_id, event ->> 'status' AS status FROM records.booking_outcomes
         WHERE call_id = $1 AND outcome = 'recorded' ORDER BY decided_at`,
        callId,
      ),
    };
    const text = names.reduce((all, [own, name]) => all.replaceAll(own, `<${name}>`), JSON.stringify(rows));
    return JSON.parse(text) as unknown;
  }

  it('end in the same rows in every order, with any message twice', async () => {
    const inOrder = day(telephone);
    for (const message of inOrder.messages) await record.tell(message);
    const expected = await rowsOf(inOrder);
    expect(expected).toMatchObject({
      call: {
        appointment_id: '<web appointment>', // the one that lives: the others were cancelled, turned down, not turned up for
        appointment_link_status: 'linked',
        booking_confirmed: true,
        booking_failure_reason: 'outside_hours',
      },
      appointments: [
        { status: 'cancelled', was_confirmed: true, calcom_host_id: 1001, ofCall: true, source: 'phone' },
        { status: 'rejected', was_confirmed: false, ofCall: true },
        { status: 'no_show', was_confirmed: true, attendee_absent: true, ofCall: true },
        { status: 'confirmed', ofCall: true, source: 'calcom', link_cause: null },
        { status: 'confirmed', ofCall: false, link_cause: 'not_by_phone' },
      ],
      outcomes: [
        { request_id: '<cut request>', status: 'cancelled' },
        { request_id: '<perm request>', status: 'rejected' },
        { request_id: '<wash request>', status: 'no_show' },
        { request_id: '<asked request>', appointment_id: '<web appointment>', status: 'confirmed' },
      ],
    });
    for (let run = 0; run < orders; run++) {
      const one = day(telephone);
      const twice = one.messages.filter(() => random() < 0.2);
      const messages = shuffled([...one.messages, ...twice], random);
      await toldInTheEnd(record, messages);
      expect({ run, order: messages.map(({ type }) => type), rows: await rowsOf(one) }).toMatchObject({
        rows: expected,
      });
    }
  }, 120_000);
});
