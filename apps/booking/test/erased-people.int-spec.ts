import {
  BookingCreated,
  CalendarNotified,
  createEvent,
  CustomerErased,
  derivedId,
  type Event,
  sampleCompany as company,
  sampleOf,
} from '@callbook/contracts';
import { createDataSource, ErasedPeople, ErasureKey, migrate, roles } from '@callbook/database';
import { Outbox } from '@callbook/outbox';
import { testDatabase, type TestDatabase } from '@callbook/testing';
import type { DataSource } from 'typeorm';
import { PostgresAttempts } from '../src/attempts/postgres-attempts.repository';
import { PostgresHints } from '../src/calendar-changes/hints.repository';
import { PostgresChains } from '../src/chains/chains.repository';
import { CustomerErasedConsumer } from '../src/privacy/customer-erased.consumer';
import { functionCall, ten } from './conformance/function-calls';
import { Desk, reading, refusal, StandingClock } from './conformance/under-test';

const { call } = functionCall().data;
const uid = sampleOf(BookingCreated).rootUid;
const key = new ErasureKey('a key of thirty-two characters or more');
const otherCall = {
  ...call,
  retellCallId: 'call_other',
  customerNumber: '+4915199999999',
  fromNumber: '+4915199999999',
};

describe('a person who was erased', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let desk: Desk;
  let hints: PostgresHints;
  let consumer: CustomerErasedConsumer;

  beforeAll(async () => {
    database = await testDatabase({ migrate, roles });
    dataSource = await database.connect(createDataSource, 'callbook_booking');
  });
  afterAll(() => database?.close());

  beforeEach(async () => {
    await database.query(
      'TRUNCATE booking.attempts, booking.chains, booking.hints, booking.outbox, booking.erased CASCADE',
    );
    const [clock, outbox] = [new StandingClock(), new Outbox('booking')];
    const erased = new ErasedPeople('booking', key);
    const attempts = new PostgresAttempts(dataSource, outbox, clock, 75_000, erased);
    const chains = new PostgresChains(dataSource, outbox, clock, erased);
    hints = new PostgresHints(dataSource, erased);
    consumer = new CustomerErasedConsumer(dataSource, erased);
    desk = new Desk({ attempts, chains, published: async () => [] }, clock);
  });

  const rows = (table: string) => database.query(`SELECT * FROM booking.${table}`);
  const hint = (of: string): Event<CalendarNotified> =>
    createEvent(
      CalendarNotified,
      { ...sampleOf(CalendarNotified), uid: of, previousUid: null },
      { id: derivedId('spec', 'hint', of), company, time: ten, correlationId: of },
    );

  /** By call, uid and number, an hour after the call. */
  async function erase(): Promise<void> {
    const known = [
      ['call', call.retellCallId],
      ['uid', uid],
      ['number', String(call.customerNumber)],
    ] as const;
    const data = {
      ...sampleOf(CustomerErased),
      hashes: known.map(([kind, value]) => ({ kind, hash: key.hash(company, kind, value) })),
      keyFingerprint: key.fingerprint,
      erasedAt: new Date(ten.getTime() + 3_600_000).toISOString(),
    };
    const envelope = { id: derivedId('spec', 'erased'), company, time: ten, correlationId: 'spec' };
    await consumer.handle(createEvent(CustomerErased, data, envelope));
  }

  it('asks for nothing any more, in that call or in another one of before', async () => {
    await erase();
    expect(await desk.attempts.take(functionCall())).toBeUndefined();
    const earlier = { ...call, retellCallId: 'call_earlier' };
    expect(await desk.attempts.take(functionCall({ call: earlier }))).toBeUndefined();
    expect(await rows('attempts')).toEqual([]);
    expect(await desk.attempts.take(functionCall({ call: otherCall }))).toMatchObject({ state: 'requested' });
  });

  it('is no news of the calendar any more', async () => {
    await erase();
    expect(await desk.under.chains.take(company, reading(), derivedId('spec', 'look'))).toBe('no_news');
    expect([await rows('chains'), await rows('chain_uids'), await rows('outbox')]).toEqual([[], [], []]);
    const elsewhere = reading({ call: otherCall, rootUid: 'otherUid', calcomUid: 'otherUid' });
    expect(await desk.under.chains.take(company, elsewhere, derivedId('spec', 'look'))).toBe('published');
  });

  it('is not looked for in the calendar any more', async () => {
    await erase();
    await hints.add(hint(uid), ten);
    expect(await rows('hints')).toEqual([]);
    await hints.add(hint('otherUid'), ten);
    expect(await rows('hints')).toHaveLength(1);
  });

  it('is erased from what is under way only when that has ended, and then wholly', async () => {
    const attempt = await desk.open(functionCall());
    await expect(erase()).rejects.toMatchObject({ code: 'attempts_under_way' });
    expect(await desk.now(attempt)).toMatchObject({
      request: { attendee: attempt.operation === 'book' && attempt.request.attendee },
    });
    await desk.attempts.settle(await desk.now(attempt), refusal, null);
    await erase();
    expect(JSON.stringify([await rows('attempts'), await rows('outbox')])).not.toMatch(/Jonas|call_sample|\+49151/);
  });
});
