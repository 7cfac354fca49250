import { randomUUID } from 'node:crypto';
import {
  BookingCancelled,
  type BookingFact,
  BookingRequestJoined,
  type Event,
  eventContracts,
  type MessageToPredict,
  sampleOf,
  samples,
} from '@callbook/contracts';
import { ErasedPeople } from '@callbook/database';
import { correlation } from '@callbook/observability';
import { Inbox } from '@callbook/outbox';
import { PostgresActs } from '../src/acts/acts.repository';
import { usualPatience } from '../src/owed-answers/owed-in-time';
import { handlers } from '../src/rehearsal/handlers';
import { Rehearsal } from '../src/rehearsal/rehearsal.repository';
import { catalogue } from './support/catalogue';
import {
  bookingCreated,
  bookingFact,
  bookingFailed,
  callAnalyzed,
  callEnded,
  callIdentity,
  callStarted,
  event,
  functionAnswered,
} from './support/events';
import { RecordFixture } from './support/record-fixture';

const clock = { now: () => new Date('2026-11-21T10:00:43Z') };
const source = { current: () => catalogue };

describe('a rehearsal', () => {
  let record: RecordFixture;
  let rehearsal: Rehearsal;

  beforeAll(async () => {
    record = await RecordFixture.open();
    rehearsal = new Rehearsal(record.dataSource, source, clock, new ErasedPeople('records', null), usualPatience);
  });
  afterAll(() => record.close());

  const queueOf = ({ type }: Event<object>): string =>
    eventContracts.find((one) => one.type === type)!.consumers.find((queue) => queue.startsWith('records.'))!;
  const message = (of: Event<object>): MessageToPredict => ({ queue: queueOf(of), body: JSON.stringify(of) });
  const predict = (...events: Event<object>[]) => rehearsal.predict(events.map(message));

  /** Handles it as its consumer does when an operator sends it again. @returns what it reports to have done */
  async function replay(of: Event<object>, replayId = randomUUID()): Promise<unknown> {
    const queue = queueOf(of);
    const inbox = new Inbox(record.dataSource, 'records');
    const acts = new PostgresActs(inbox, record.outbox);
    const stage = { records: record.writer(), acts, catalogue: source, clock };
    await correlation.run({ correlationId: of.correlationid, replayId }, () =>
      handlers.get(queue)!.handle(stage, of, { id: of.id, queue }),
    );
    const told =
      'SELECT effect FROM records.handled_messages_v1 WHERE message_id = $1 AND queue = $2 AND replay_id = $3';
    return (await record.row(told, of.id, queue, replayId)).effect;
  }

  const everyRow = () =>
    record.rows(
      `SELECT (SELECT count(*) FROM records.calls) AS calls, (SELECT count(*) FROM records.appointments) AS appointments,
              (SELECT count(*) FROM records.customers) AS customers, (SELECT count(*) FROM records.inbox) AS inbox,
              (SELECT count(*) FROM records.outbox) AS outbox, (SELECT count(*) FROM records.booking_outcomes) AS outcomes`,
    );

  it('knows every queue of records, and says of few that it does not see what they do', async () => {
    const own = samples.flatMap(({ event: type, data }) =>
      type.consumers
        .filter((queue) => queue.startsWith('records.'))
        .map((queue) => ({ queue, body: JSON.stringify(event(type, data)) })),
    );
    const predicted = await rehearsal.predict(own);
    const unknown = own.filter((_, index) => predicted[index]?.code === 'unknown_queue');
    expect(unknown).toEqual([]);
    const unseen = own.filter((_, index) => predicted[index]?.effect !== 'fail' && predicted[index]?.changes === null);
    expect(unseen.map(({ queue }) => queue).sort()).toEqual([
      'records.appointment-completed',
      'records.customer-erased',
      'records.owed-answer-settled',
    ]);
  });

  it('leaves nothing behind, in no table', async () => {
    const before = await everyRow();
    const [effect] = await predict(bookingCreated());
    expect(effect).toMatchObject({ effect: 'create', handledBefore: false });
    expect(await everyRow()).toEqual(before);
  });

  it('says of messages that belong together what each of them then does, in that order', async () => {
    const call = callIdentity();
    const booking = bookingCreated({ call });
    const data = bookingFact({ ...booking.data, status: 'cancelled' as BookingFact['status'], revision: 9e12 });
    const cancelled = event(BookingCancelled, { ...sampleOf(BookingCancelled), ...data } as BookingCancelled);
    const told = [callStarted(call), booking, callEnded(call), callAnalyzed(call), functionAnswered(call), cancelled];
    const predicted = await predict(...told);
    const did: unknown[] = [];
    for (const one of told) did.push(await replay(one));
    expect(did).toEqual(predicted.map(({ changes }) => changes));
    expect(predicted.map(({ effect }) => effect)).toEqual(['create', 'create', 'change', 'change', 'change', 'change']);
  });

  it('says of a message that is handled that it does nothing, also when it comes twice among those asked for', async () => {
    const booking = bookingCreated();
    const [first, second] = await predict(booking, booking);
    expect([first?.effect, second?.effect]).toEqual(['create', 'nothing']);
    expect(second).toMatchObject({ handledBefore: false, changes: null });
    await replay(booking);
    expect(await predict(booking)).toMatchObject([{ effect: 'nothing', handledBefore: true, changes: [] }]);
  });

  it('says of a copy of a message that fails what it would do by itself', async () => {
    const joined = event(BookingRequestJoined, sampleOf(BookingRequestJoined));
    const code = 'outcome_not_known';
    expect(await predict(joined, joined)).toMatchObject([
      { effect: 'fail', code },
      { effect: 'fail', code },
    ]);
  });

  it('says of old news that it changes nothing, which is what it then does', async () => {
    const fact = bookingFact();
    for (const revision of [1_000_000_000_000, 2_000_000_000_000])
      await record.tell(bookingCreated({ ...fact, revision }));
    const old = bookingCreated({ ...fact, revision: 1_500_000_000_000 });
    const [effect] = await predict(old);
    expect(effect).toMatchObject({ effect: 'nothing', reason: 'old news: changes nothing', handledBefore: false });
    expect(await replay(old)).toEqual(effect?.changes);
  });

  it('gives a failure the code it would have, alone, and without a value of the message', async () => {
    const nowhere = { ...bookingFailed(), company: 'nowhere' };
    const broken = { ...bookingCreated(), data: { rootUid: 'Jonas Weber' } } as unknown as Event<object>;
    const good = bookingCreated();
    const predicted = [
      ...(await predict(nowhere, broken, good)),
      ...(await rehearsal.predict([{ queue: 'records.booking-created', body: 'Jonas Weber' }])),
    ];
    expect(predicted.map(({ effect, code }) => [effect, code])).toEqual([
      ['fail', 'unknown_company'],
      ['fail', 'invalid_contract'],
      ['create', null],
      ['fail', 'unreadable'],
    ]);
    expect(JSON.stringify(predicted)).not.toContain('Jonas');
  });

  it('finds what only the database refuses, and nothing else suffers for it', async () => {
    const other = bookingFact();
    await record.tell(bookingCreated(other));
    const impossible = bookingCreated({ metadata: { note: 'x' }, calcomUid: other.calcomUid });
    const predicted = await predict(bookingCreated(), impossible, bookingCreated());
    expect(predicted.map(({ effect }) => effect)).toEqual(['create', 'fail', 'create']);
  });

  it('waits for nobody longer than two seconds', async () => {
    const fact = bookingFact();
    await record.tell(bookingCreated(fact));
    const blocker = await record.replica();
    const runner = blocker.dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query('SELECT FROM records.appointments WHERE root_uid = $1 FOR UPDATE', [fact.rootUid]);
    await expect(predict(bookingCreated({ ...fact, revision: 2_000_000_000_000 }))).rejects.toThrow('lock timeout');
    await runner.rollbackTransaction();
    await runner.release();
    await blocker.closeReplica();
  });
});
