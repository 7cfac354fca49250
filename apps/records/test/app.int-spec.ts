import {
  appointmentRowId,
  AppointmentsOfCaller,
  CallAnswerOwed,
  CallOwedAnswerSettled,
  CustomerOfNumber,
  RequestOutcome,
  SettleOwedAnswer,
} from '@callbook/contracts';
import { eventually } from '@callbook/testing';
import {
  bookingCreated,
  bookingFact,
  bookingFailed,
  callAnalyzed,
  callEnded,
  callStarted,
  company,
  functionAnswered,
  requestJoined,
} from './support/events';
import type { RecordFixture } from './support/record-fixture';
import { RunningRecords } from './support/running-records';

describe('the records process', () => {
  let running: RunningRecords;
  let record: RecordFixture;

  beforeAll(async () => {
    running = await RunningRecords.start({ replicas: 1 });
    record = running.record;
  });
  afterAll(() => running?.close());

  const ask = (requestKey: string | null, functionCallId: string) =>
    running.queries.ask(RequestOutcome, { company, requestKey: String(requestKey), functionCallId });

  it('is ready', async () => {
    const answer = await fetch(`${await running.replicas[0]!.getUrl()}/health/ready`);
    expect({ http: answer.status, ...((await answer.json()) as object) }).toMatchObject({ http: 200, status: 'ok' });
  });

  it('turns the messages of a call into linked rows, publishes, and answers for them', async () => {
    const fact = bookingFact();
    const call = fact.call!;
    expect(await ask(fact.requestKey, fact.functionCallIds[0]!)).toEqual({ outcome: 'none' });
    const messages = [
      callAnalyzed(call),
      bookingCreated(fact),
      callStarted(call),
      functionAnswered(call),
      callEnded(call),
    ];
    for (const message of [...messages, ...messages]) await running.publish(message);
    await eventually('the call to be linked and analyzed', async () => {
      const row = await record.call(call);
      return row.has_appointment && row.booking_confirmed && row.status === 'analyzed';
    });
    const subject = appointmentRowId(company, fact.rootUid);
    await eventually('appointment.recorded to leave the outbox', () =>
      record.row('SELECT event_id FROM records.outbox WHERE subject = $1 AND sent_at IS NOT NULL', subject),
    );
    const [published] = await record.published(subject);
    expect(await ask(fact.requestKey, fact.functionCallIds[0]!)).toEqual({
      outcome: 'recorded',
      appointment: published?.data,
    });
    expect(published?.data).toMatchObject({ staffName: 'Mehmet Kaya', serviceName: 'Herrenhaarschnitt' });
  });

  it('answers a failure', async () => {
    const failed = bookingFailed();
    await running.publish(failed);
    const { requestKey, functionCallIds, reason } = failed.data;
    const reply = await eventually('the failure to be known', async () => {
      const answer = await ask(requestKey, functionCallIds[0]!);
      return answer.outcome !== 'none' && answer;
    });
    expect(reply).toMatchObject({ outcome: 'failed', failure: { reason, providerText: failed.data.providerText } });
  });

  it('answers a function call that joined before the outcome was known', async () => {
    const fact = bookingFact();
    const joined = requestJoined(fact);
    await running.publish(joined);
    await eventually('the joining to wait on a rung', async () =>
      /queue="records.booking-request-joined",end="retry"/.test(await running.metrics()),
    );
    await running.publish(bookingCreated(fact));
    await eventually('the joined function call to be answered', async () => {
      const published = await record.published(appointmentRowId(company, fact.rootUid));
      return (published.at(-1)?.data.functionCallIds as string[] | undefined)?.includes(joined.data.functionCallId);
    });
  });

  it('announces, counts and settles what a caller is owed, and knows the caller', async () => {
    const fact = bookingFact({ start: '2099-11-26T09:00:00.000Z', end: '2099-11-26T09:30:00.000Z' });
    const call = fact.call!;
    const { requestKey } = fact;
    await running.publish(bookingCreated(fact));
    await running.publish(
      functionAnswered(call, { functionCallId: fact.functionCallIds[0], requestKey, status: 'pending' }),
    );
    const sent = (type: string, subject: string) =>
      eventually(`${type} to leave the outbox`, async () => {
        const rows = await record.rows(
          'SELECT event FROM records.outbox WHERE subject = $1 AND sent_at IS NOT NULL',
          subject,
        );
        return rows
          .map(({ event }) => event as { type: string; data: { owedAnswerId: string } })
          .find((one) => one.type === type);
      });
    const { owedAnswerId } = (await sent(CallAnswerOwed.type, call.retellCallId)).data;
    const counted = (count: number) =>
      eventually(`${count} to be counted`, async () =>
        (await running.metrics()).includes(`callbook_owed_answers{company="${company}"} ${count}`),
      );
    await counted(1);
    const settling = { owedAnswerId, by: 'anna', note: null };
    expect(await running.queries.ask(SettleOwedAnswer, settling)).toEqual({ result: 'settled' });
    expect(await running.queries.ask(SettleOwedAnswer, settling)).toEqual({ result: 'already_settled' });
    await sent(CallOwedAnswerSettled.type, owedAnswerId);
    await counted(0);

    const number = String(call.customerNumber);
    expect(await running.queries.ask(CustomerOfNumber, { company, number })).toMatchObject({
      customer: { name: 'Jonas Weber' },
    });
    const asked = { company, retellCallId: call.retellCallId, number, reference: null };
    const { appointments } = await running.queries.ask(AppointmentsOfCaller, asked);
    expect(appointments).toMatchObject([{ rootUid: fact.rootUid, bookedInThisCall: true }]);
  });

  it('catches up after the database was away', async () => {
    const fact = bookingFact();
    const name = new URL(record.database.url).pathname.slice(1);
    await record.rows(`ALTER DATABASE ${name} CONNECTION LIMIT 0`);
    await record.rows(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND usename = 'callbook_records'",
      name,
    );
    await running.publish(bookingCreated(fact));
    await eventually('the booking to fail once', async () =>
      /queue="records.booking-created",end="retry"/.test(await running.metrics()),
    );
    await record.rows(`ALTER DATABASE ${name} CONNECTION LIMIT -1`);
    await eventually('the booking to be linked', async () => (await record.call(fact.call)).has_appointment);
  });
});
