import { BookingCreated, callRowId, createEvent, derivedId, type Event } from '@callbook/contracts';
import { eventually } from '@callbook/testing';
import { newCall } from '../src/calls/call';
import type { RecordsTransaction } from '../src/transaction/records';
import type { PostgresRecords } from '../src/transaction/records.repository';
import {
  bookingCreated,
  bookingFact,
  bookingFailed,
  callAnalyzed,
  callEnded,
  callIdentity,
  callStarted,
  company,
  functionAnswered,
  requestJoined,
  unique,
} from './support/events';
import { RecordFixture } from './support/record-fixture';
import { phoneStory, rowsOf, type Story } from './support/story';

/** Enough room for everything a spec tells, so that it is one batch. */
const oneBatch = { most: 200, atOnce: 1 };

describe('messages that come together', () => {
  let record: RecordFixture;

  beforeAll(async () => {
    record = await RecordFixture.open();
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => record.close());

  const told = (messages: readonly Event<object>[], records: PostgresRecords = record.writer(oneBatch)) =>
    Promise.allSettled(messages.map((message) => record.tell(message, records)));

  const transactionsOf = (table: string, column: string, ids: readonly unknown[]) =>
    record.rows(`SELECT DISTINCT xmin::text FROM records.${table} WHERE ${column} = ANY ($1)`, ids);

  /** A hundred of all kinds, those of one phone call beside each other. */
  function hundred(): Event<object>[] {
    return Array.from({ length: 20 }, (_, index) => {
      const fact = bookingFact();
      const call = fact.call!;
      const outcome = index % 4 === 3 ? bookingFailed({ call }) : bookingCreated(fact);
      const [functionCallId] = fact.functionCallIds;
      const answer = functionAnswered(call, { functionCallId, requestKey: fact.requestKey, status: 'pending' });
      return [callStarted(call), outcome, answer, callEnded(call), callAnalyzed(call)];
    }).flat();
  }

  const callsOf = (messages: readonly Event<object>[]) =>
    messages.map(({ data }) => callRowId(company, (data as { call: { retellCallId: string } }).call.retellCallId));

  it('are written in one transaction', async () => {
    const messages = hundred();
    const ends = await told(messages);
    expect(ends.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(await transactionsOf('calls', 'id', callsOf(messages))).toHaveLength(1);
    const ids = messages.map(({ id }) => id);
    expect(await transactionsOf('inbox', 'message_id', ids)).toHaveLength(1);
    expect(await record.rows('SELECT FROM records.inbox WHERE message_id = ANY ($1)', ids)).toHaveLength(100);
  });

  describe('of which one is wrong', () => {
    const known = bookingFact();
    beforeAll(() => record.tell(bookingCreated(known)));

    const confirmedWithoutAppointment = (records: PostgresRecords) => {
      const id = derivedId('spec', unique('message'));
      const call = newCall(company, callIdentity(), { messageId: id, at: new Date() });
      return records.once({ id, queue: 'spec.wrong' }, async (tx) => {
        await tx.calls.open({ ...call, bookingConfirmed: true });
      });
    };

    it.each<[string, (records: PostgresRecords) => Promise<void>, object]>([
      [
        'because it claims what belongs to another',
        (records) => record.tell(bookingCreated({ calcomUid: known.calcomUid }), records),
        { code: 'uid_of_another_appointment' },
      ],
      [
        'because the database refuses it',
        confirmedWithoutAppointment,
        { driverError: expect.objectContaining({ constraint: 'confirmed_only_with_appointment' }) },
      ],
      [
        'because it comes too early',
        (records) => record.tell(requestJoined(bookingFact()), records),
        { code: 'outcome_not_known' },
      ],
    ])('are written but for that one, %s, which fails with its own error', async (_, wrong, error) => {
      const messages = hundred().slice(0, 99);
      const records = record.writer(oneBatch);
      const before = told(messages.slice(0, 50), records);
      const failing = expect(wrong(records)).rejects.toMatchObject(error);
      const [first, second] = await Promise.all([before, told(messages.slice(50), records), failing]);
      expect([...first, ...second].filter(({ status }) => status === 'rejected')).toEqual([]);
      const ids = messages.map(({ id }) => id);
      expect(await record.rows('SELECT FROM records.inbox WHERE message_id = ANY ($1)', ids)).toHaveLength(99);
      expect(await transactionsOf('calls', 'id', callsOf(messages))).not.toHaveLength(0);
      expect(await record.rows('SELECT FROM records.calls WHERE booking_confirmed AND appointment_id IS NULL')).toEqual(
        [],
      );
    });

    it('leave no trace of it, although it had begun to write', async () => {
      const fact = bookingFact();
      const half = { id: derivedId('spec', unique('message')), queue: 'spec.half' };
      const records = record.writer(oneBatch);
      const lost = records.once(half, async (tx) => {
        const call = { ...newCall(company, fact.call!, { messageId: half.id, at: new Date() }), agentId: 'half-way' };
        await tx.calls.open(call);
        await tx.publish(createEvent(BookingCreated, fact, { ...half, company, time: new Date(), correlationId: 'x' }));
        throw new Error('half way');
      });
      const [end] = await Promise.all([
        told([bookingCreated(fact)], records),
        expect(lost).rejects.toThrow('half way'),
      ]);
      expect(end).toMatchObject([{ status: 'fulfilled' }]);
      expect(await record.call(fact.call)).toMatchObject({ agent_id: fact.call!.agentId, has_appointment: true });
      expect(await record.rows('SELECT FROM records.outbox WHERE event_id = $1', half.id)).toEqual([]);
      expect(await record.rows('SELECT FROM records.inbox WHERE message_id = $1', half.id)).toEqual([]);
    });
  });

  it('fail together when the database is away, and are not tried one after the other', async () => {
    const messages = hundred();
    const begun = jest.spyOn(record.dataSource, 'transaction');
    jest.spyOn(record.outbox, 'add').mockImplementation(async (tx) => {
      await tx.query('SELECT pg_terminate_backend(pg_backend_pid())');
    });
    const ends = await told(messages);
    expect(ends.filter(({ status }) => status === 'rejected')).toHaveLength(100);
    expect(begun).toHaveBeenCalledTimes(1);
  });

  it('count once when one of them comes twice', async () => {
    const fact = bookingFact();
    const message = bookingCreated(fact);
    const ends = await told([message, callStarted(fact.call!), message, message]);
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'fulfilled']);
    expect(await record.appointment(fact)).toMatchObject({ version: 1 });
    const published = await record.rows(`SELECT FROM records.outbox WHERE event ->> 'causationid' = $1`, message.id);
    expect(published).toHaveLength(1);

    const [records, work] = [record.writer(oneBatch), jest.fn().mockResolvedValue(undefined)];
    const copy = { id: derivedId('spec', unique('message')), queue: 'spec.twice' };
    await Promise.all([records.once(copy, work), records.once(copy, work)]);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('about one chain are one write of each row, which is as if they had come one by one', async () => {
    const everything = ({ facts, calls }: Story) => [...Object.values(calls), ...Object.values(facts)];
    const [alone, together] = [phoneStory(), phoneStory()];
    for (const message of everything(alone)) await record.tell(message);
    await told(everything(together));
    expect(await rowsOf(record, together)).toEqual(await rowsOf(record, alone));
    expect(await record.appointment(together.fact)).toMatchObject({ version: 1, revision: '5' });
    expect(await record.call(together.fact.call)).toMatchObject({ version: 1 });
    await told(everything(together).map((message) => ({ ...message, id: derivedId('again', message.id) })));
    expect(await record.appointment(together.fact)).toMatchObject({ version: 1 }); // nothing was new
  });

  it('publish what each of them has to tell, in their order', async () => {
    const [alone, together] = [phoneStory(), phoneStory()];
    for (const message of Object.values(alone.facts)) await record.tell(message);
    await told(Object.values(together.facts));
    const tellings = async ({ fact }: Story) => {
      const { id } = await record.appointment(fact);
      const published = await record.published(String(id));
      return published.map(({ type, data }) => ({ type, status: data.status, startsAt: data.startsAt }));
    };
    expect(await tellings(together)).toEqual(await tellings(alone));
    expect(await tellings(together)).toHaveLength(5);
  });

  it('find what somebody who does not wait for their locks made meanwhile', async () => {
    const fact = bookingFact();
    const id = derivedId('spec', unique('customer'));
    const other = await record.replica();
    const session = other.dataSource.createQueryRunner();
    await session.startTransaction();
    await session.query(
      `INSERT INTO records.customers (id, company, phone, anonymous, recorded_by_message) VALUES ($1, $2, $3, false, $1)`,
      [id, company, fact.call!.customerNumber],
    );
    const telling = told([bookingCreated(fact)]); // alone: its halves cannot be tried
    await eventually('the batch to wait for that customer', async () => {
      const waiting = await record.rows(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query ~ 'INSERT INTO records.customers'`,
      );
      return waiting.length > 0;
    });
    await session.commitTransaction();
    await session.release();
    expect(await telling).toMatchObject([{ status: 'fulfilled' }]);
    await other.closeReplica();
    expect(await record.call(fact.call)).toMatchObject({ customer_id: id, has_appointment: true });
  });

  it('are written again at once when they and those of another process wait for each other', async () => {
    const replica = await record.replica();
    const [one, other] = [callIdentity(), callIdentity()];
    const met = meeting(2);
    let runs = 0;
    const opening =
      (...order: (typeof one)[]) =>
      async (tx: RecordsTransaction) => {
        runs += 1;
        for (const identity of order) {
          await tx.calls.open(newCall(company, identity, { messageId: derivedId('spec', 'opened'), at: new Date() }));
          await met();
        }
      };
    const message = () => ({ id: derivedId('spec', unique('message')), queue: 'spec.deadlock' });
    await Promise.all([
      record.writer().once(message(), opening(one, other)),
      replica.writer().once(message(), opening(other, one)),
    ]);
    await replica.closeReplica();
    expect(runs).toBe(3);
    const ids = [one, other].map(({ retellCallId }) => callRowId(company, retellCallId));
    expect(await record.rows('SELECT FROM records.calls WHERE id = ANY ($1)', ids)).toHaveLength(2);
  });
});

/** Resolves for the first `count` who ask when all of them have asked, and from then on at once. */
function meeting(count: number): () => Promise<void> {
  let missing = count;
  let open = (): void => undefined;
  const all = new Promise<void>((resolve) => (open = resolve));
  return () => {
    missing -= 1;
    if (missing <= 0) open();
    return all;
  };
}
