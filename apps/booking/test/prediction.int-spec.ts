import { randomUUID } from 'node:crypto';
import { type BookingRequested, derivedId, type Event, sampleCompany as company } from '@callbook/contracts';
import { createDataSource, migrate, roles } from '@callbook/database';
import { Outbox } from '@callbook/outbox';
import { testDatabase, type TestDatabase } from '@callbook/testing';
import type { DataSource } from 'typeorm';
import { PostgresAttempts } from '../src/attempts/postgres-attempts.repository';
import { PredictEffectsQuery } from '../src/prediction/predict-effects.query';
import { functionCall } from './support/booking-in-memory';

const queue = 'booking.booking-requested';
const clock = { now: () => new Date('2026-11-21T10:00:05Z') };

describe('what booking predicts', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let query: PredictEffectsQuery;
  let attempts: PostgresAttempts;

  beforeAll(async () => {
    database = await testDatabase({ migrate, roles });
    dataSource = await database.connect(createDataSource, 'callbook_booking');
    query = new PredictEffectsQuery(dataSource, clock, { postWindowMs: 600_000 });
    attempts = new PostgresAttempts(dataSource, new Outbox('booking'), clock, 60_000);
  }, 60_000);
  afterAll(() => database.close());
  beforeEach(() =>
    database.query(
      'TRUNCATE booking.attempts, booking.attempt_function_calls, booking.inbox, booking.outbox RESTART IDENTITY CASCADE',
    ),
  );

  const predict = async (...events: Event<object>[]) =>
    (await query.handle({ messages: events.map((event) => ({ queue, body: JSON.stringify(event) })) })).effects;
  const wish = () => functionCall({ answerBy: '2026-11-21T10:00:08.000Z' });

  it('of a request that was taken on and not worked off is that it goes on', async () => {
    const request = wish();
    const round = await attempts.take(request);
    const [told] = await predict(request);
    expect(told).toMatchObject({ effect: 'link', reason: 'goes on with its round', handledBefore: false });
    const [{ effect } = { effect: null }] = await database.query<{ effect: string[] }>(
      'SELECT effect FROM booking.handled_messages_v1 WHERE message_id = $1 AND queue = $2',
      [request.id, queue],
    );
    expect(round).toBeDefined();
    expect(told?.changes).toEqual(effect);
  });

  it('of a request whose round has ended is nothing, for it is handled', async () => {
    const request = wish();
    await attempts.take(request);
    await database.query(`UPDATE booking.attempts SET state = 'refused', reason = 'slot_taken', settled_at = now()`);
    expect(await predict(request)).toMatchObject([{ effect: 'nothing', handledBefore: true }]);
  });

  it('of a request that was answered without a round is nothing, for it is handled', async () => {
    const request = wish();
    await database.query(
      'INSERT INTO booking.attempt_function_calls (function_call_id, joined_at) VALUES ($1, now())',
      [request.id],
    );
    expect(await predict(request)).toMatchObject([{ effect: 'nothing', handledBefore: true }]);
  });

  it('of what was replayed and handled to its end is nothing', async () => {
    const request = wish();
    await attempts.take(request);
    await database.query('INSERT INTO booking.inbox (message_id, queue, replay_id) VALUES ($1, $2, $3)', [
      ...[request.id, queue, randomUUID()],
    ]);
    expect(await predict(request)).toMatchObject([{ effect: 'nothing', handledBefore: true }]);
  });

  it('of the second copy of a message is nothing, but not that it was handled', async () => {
    const request = wish();
    expect(await predict(request, request)).toMatchObject([
      { effect: 'create', handledBefore: false },
      { effect: 'nothing', handledBefore: false, changes: null },
    ]);
  });

  it('of the second copy of a message that is not sent is what it would do by itself', async () => {
    const late = functionCall({ answerBy: '2026-11-20T10:00:08.000Z' });
    const other: Event<BookingRequested> = { ...wish(), id: late.id, correlationid: derivedId(company, 'another') };
    expect(await predict(late, other)).toMatchObject([{ effect: 'too_late' }, { effect: 'create' }]);
  });
});
