import { appointmentsOfCaller } from '../src/appointments/caller-appointments.repository';
import { customerOfNumber } from '../src/customers/known-customers.repository';
import { bestOutcome } from '../src/outcomes/request-outcomes.repository';
import { bookingCreated, bookingFact, company, functionAnswered } from './support/events';
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
         appointment_link_status, link_cause, link_cause_since, recorded_by_message)
       SELECT md5('call' || n)::uuid, company, 'call ' || n, call_type, agent_id, status, 'number_withheld', now(),
         'not_applicable', 'nothing_requested', now(), recorded_by_message
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
});
