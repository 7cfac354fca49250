import { BookingCancelled, BookingRescheduled, type Event } from '@callbook/contracts';
import { scansIn, statementsOf } from '@callbook/testing';
import { appointmentsOfCaller } from '../src/appointments/caller-appointments.repository';
import { customerOfNumber } from '../src/customers/known-customers.repository';
import {
  beginning,
  removeExpired,
  removeExpiredWithoutStart,
} from '../src/privacy/retention/remove-expired.repository';
import { bestOutcome } from '../src/outcomes/request-outcomes.repository';
import {
  alreadyBooked,
  bookingCreated,
  bookingFact,
  bookingFailed,
  callAnalyzed,
  callEnded,
  callStarted,
  changeOf,
  company,
  event,
  functionAnswered,
  requestJoined,
} from './support/events';
import { RecordFixture } from './support/record-fixture';

const rows = 20_000;

describe('with many rows', () => {
  let record: RecordFixture;

  beforeAll(async () => {
    record = await RecordFixture.open();
    const fact = bookingFact();
    await record.tell(bookingCreated(fact));
    await record.tell(functionAnswered(fact.call!, { functionCallId: fact.functionCallIds[0], status: 'booked' }));
    await record.rows(
      `INSERT INTO records.calls (id, company, retell_call_id, call_type, agent_id, status, customer_cause, customer_cause_since,
         appointment_link_status, link_cause, link_cause_since, started_at, recorded_by_message)
       SELECT md5('call' || n)::uuid, company, 'call ' || n, call_type, agent_id, status, 'number_withheld', now(),
         'not_applicable', 'nothing_requested', now(), now(), recorded_by_message
       FROM records.calls, generate_series(1, ${rows}) AS n`,
    );
    await record.rows('ANALYZE records.calls');
    const copies = {
      customers: "'id', md5('customer' || n), 'phone', '+4930' || n",
      appointments: `'id', gen_random_uuid(), 'reference', 'LIND-' || n, 'customer_id', md5('customer' || n), 'call_id', null,
        'link_cause', 'not_by_phone', 'link_cause_since', now()`,
      booking_outcomes: `'request_id', gen_random_uuid(), 'request_key', gen_random_uuid(), 'call_id', md5('call' || n),
        'function_call_ids', ARRAY[gen_random_uuid()]`,
      function_answers: `'message_id', gen_random_uuid(), 'function_call_id', gen_random_uuid(), 'call_id', md5('call' || n),
        'request_key', gen_random_uuid()`,
      appointment_uids: `'uid', 'uid ' || n`,
      inbox: `'message_id', md5('message' || n)`,
    };
    for (const [table, different] of Object.entries(copies)) {
      await record.rows(
        `INSERT INTO records.${table}
         SELECT copy.* FROM (SELECT * FROM records.${table} LIMIT 1) AS one, generate_series(1, ${rows}) AS n,
           jsonb_populate_record(NULL::records.${table}, to_jsonb(one) || jsonb_build_object(${different})) AS copy`,
      );
      await record.rows(`ANALYZE records.${table}`);
    }
  });
  afterAll(() => record.close());

  const id = '0d3cf1a2-0000-5000-8000-000000000001';
  const now = '2026-11-21T10:00:43Z';
  it.each<[string, string, unknown[]]>([
    ['the outcome of a request', bestOutcome, [company, id, id]],
    ['the customer of a number', customerOfNumber, [company, '+4930123', now]],
    ['the appointments of a caller', appointmentsOfCaller, [company, id, '+4930123', 'LIND123', now]],
    [
      'the outcomes of an appointment',
      'UPDATE records.booking_outcomes SET event = event WHERE appointment_id = $1',
      [id],
    ],
    ['the mentions of an appointment', 'DELETE FROM records.call_mentions WHERE appointment_id = $1', [id]],
  ])('%s are found by index', async (_, statement, values) => {
    const plan = await record.rows(`EXPLAIN ${statement}`, ...values);
    const text = plan.map((line) => line['QUERY PLAN']).join('\n');
    expect(text).toMatch(/Index/);
    expect(text).not.toMatch(/Seq Scan on (customers|appointments|booking_outcomes|calls)/);
  });

  it('what is owed is counted without reading every answer and outcome', async () => {
    const plan = await record.rows('EXPLAIN SELECT count(*) FROM records.owed_answers_view WHERE settled_at IS NULL');
    const text = plan.map((line) => line['QUERY PLAN']).join('\n');
    expect(text).not.toMatch(/function_answers/);
    expect(text).not.toMatch(/Seq Scan on (booking_outcomes|appointments|calls)/);
  });

  const tables = [
    'calls',
    'customers',
    'appointments',
    'booking_outcomes',
    'function_answers',
    'appointment_uids',
    'inbox',
  ];
  const explain = (sql: string, values: unknown[]) => record.rows(sql, ...values);
  const expired = { company, before: new Date('2016-01-01'), batchSize: 1_000 };
  const call = bookingFact().call!;
  const fact = bookingFact({ call });
  const refused = { call, requestId: id, requestKey: id, functionCallIds: [id] };
  it.each<[string, Event<object>]>([
    ['of the start of a call', callStarted(call)],
    ['of an answer', functionAnswered(call, { functionCallId: fact.functionCallIds[0], requestKey: fact.requestKey })],
    ['of a booking', bookingCreated(fact)],
    ['of another request for it', requestJoined(fact)],
    [
      'of a change',
      event(BookingRescheduled, { ...fact, ...changeOf('reschedule', call), calcomUid: 'moved', revision: 2 }),
    ],
    ['of its end', event(BookingCancelled, { ...fact, ...changeOf('cancel', call), status: 'cancelled', revision: 3 })],
    ['of a refusal', bookingFailed(refused)],
    ['of a booking that was there', alreadyBooked({ ...refused, calcomUid: fact.calcomUid })],
    ['of the end of a call', callEnded(call)],
    ['of what was said', callAnalyzed(call)],
    ['of a booking without a call', bookingCreated(bookingFact({ call: null }))],
  ])('a message %s goes through no table', async (_, message) => {
    const asked = statementsOf(record.dataSource);
    await record.tell(message);
    expect(asked.length).toBeGreaterThan(3);
    expect(await scansIn(explain, asked, tables)).toEqual([]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['the clock', () => record.oweBy('2026-11-21T12:00:00Z')],
    ['the end of what is kept', () => removeExpired(record.dataSource, 'transcript', { ...expired, after: beginning })],
    ['the same of calls without start', () => removeExpiredWithoutStart(record.dataSource, 'recording', expired)],
  ])('nor does %s', async (_, work) => {
    const asked = statementsOf(record.dataSource);
    await work();
    expect(asked.length).toBeGreaterThan(0);
    expect(await scansIn(explain, asked, tables)).toEqual([]);
  });
});
