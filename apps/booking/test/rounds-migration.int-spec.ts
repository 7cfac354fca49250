import { BookingRequested, derivedId, requestId, sampleCompany, sampleOf } from '@callbook/contracts';
import { createDataSource, migrate, revertNewest, roles, schemas } from '@callbook/database';
import { Outbox } from '@callbook/outbox';
import { testDatabase, type TestDatabase } from '@callbook/testing';
import type { DataSource } from 'typeorm';
import { PostgresAttempts } from '../src/attempts/postgres-attempts.repository';
import { PostgresChains } from '../src/chains/chains.repository';
import { beginWithinMs, StandingClock } from './attempts.conformance';
import { cancelCall, functionCall, ten } from './conformance/function-calls';
import { Desk } from './conformance/under-test';

describe('rounds of an earlier version', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await testDatabase({ migrate, roles });
    dataSource = await createDataSource({
      url: database.urlFor('callbook_booking'),
      applicationName: 'spec',
    }).initialize();
  });

  afterAll(async () => {
    await dataSource?.destroy();
    await database?.close();
  });

  const attempts = () => new PostgresAttempts(dataSource, new Outbox('booking'), new StandingClock(), beginWithinMs);

  /** A row as the version before wrote it. */
  async function old(state: string, columns: Record<string, unknown>): Promise<string> {
    const key = derivedId('spec', 'old', state);
    const { answerBy, insteadOf: _insteadOf, asWell: _asWell, ...request } = sampleOf(BookingRequested);
    const row = {
      id: requestId(key, 1),
      request_key: key,
      round: 1,
      company: sampleCompany,
      retell_call_id: request.call.retellCallId,
      operation: 'book',
      service_id: request.service.id,
      start_at: request.start,
      request: JSON.stringify({ ...request, answerBy, requestKey: key }),
      state,
      created_at: ten,
      ...columns,
    };
    const names = Object.keys(row);
    await database.query(
      `INSERT INTO booking.attempts (${names.join(', ')}) VALUES (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
      Object.values(row),
    );
    return row.id;
  }

  /** What came after it goes first. */
  async function takeBackRounds(): Promise<void> {
    const migrations = schemas.find(({ name }) => name === 'booking')?.migrations ?? [];
    const newest = migrations.slice(migrations.findIndex(({ name }) => name.startsWith('Rounds')));
    expect(newest).not.toEqual([]);
    for (const _ of newest) await revertNewest(database.url, 'booking');
  }

  it('go on where they were, and those that are settled stay so', async () => {
    await takeBackRounds();
    const posted = { event_type_id: 2001, posts: 1, last_post_at: ten };
    const ids = {
      requested: await old('requested', {}),
      posting: await old('posting', { ...posted, lease_until: ten }),
      unknown: await old('unknown', { ...posted, provider_text: 'timeout' }),
      booked: await old('booked', { ...posted, calcom_uid: 'uid1', settled_at: ten }),
      refused: await old('refused', { ...posted, reason: 'slot_taken', settled_at: ten }),
      unresolved: await old('unresolved', { ...posted, reason: 'not_found_after_unclear_post', settled_at: ten }),
    };
    await migrate({ url: database.url });

    const read = Object.fromEntries(
      await Promise.all(
        Object.entries(ids).map(async ([state, id]) => [state, await attempts().byId(sampleCompany, id)] as const),
      ),
    );
    const part = { segment: null, eventTypeId: 2001, hostSubset: null, start: '2026-11-26T09:00:00.000Z', posts: 1 };
    const answerBy = new Date(sampleOf(BookingRequested).answerBy);
    const none = { ownAddress: false, absentAt: null, ending: null, replaces: [] };
    expect(read).toMatchObject({
      requested: { state: 'requested', answerBy, progress: { ...none, parts: [], doubt: null, doubted: false } },
      posting: { state: 'posting', leaseUntil: ten, progress: { parts: [{ ...part, uid: null }], doubt: null } },
      unknown: { progress: { parts: [{ ...part, uid: null }], doubt: 'unclear', doubted: true } },
      booked: { bookedUid: 'uid1', dueAt: null, progress: { parts: [{ ...part, uid: 'uid1' }] } },
      refused: { dueAt: null, progress: { parts: [{ ...part, uid: null }], doubted: false } },
      unresolved: { dueAt: null, progress: { parts: [{ ...part, uid: null }], doubted: true } },
    });
    const now = new Date(Date.now() + 60_000);
    const due = await attempts().takeDue({ now, until: new Date(now.getTime() + 60_000), limit: 10 });
    expect(due.map(({ state }) => state).sort()).toEqual(['posting', 'requested', 'unknown']);
  });

  it('are kept when the version is taken back, as far as it knew them', async () => {
    await database.query('TRUNCATE booking.attempts CASCADE');
    const clock = new StandingClock();
    const chains = new PostgresChains(dataSource, new Outbox('booking'), clock);
    const desk = new Desk({ attempts: attempts(), chains, published: () => Promise.resolve([]) }, clock);
    await desk.bring(await desk.open(functionCall()), 'already_booked');
    await desk.open(cancelCall());
    await desk.attempts.take(cancelCall({ target: null, start: '2026-11-29T09:00:00.000Z' }));
    await takeBackRounds();
    expect(await database.query('SELECT state, event_type_id, posts, calcom_uid FROM booking.attempts')).toEqual([
      { state: 'booked', event_type_id: 2001, posts: 1, calcom_uid: 'foreignUid01' },
    ]);
    await migrate({ url: database.url });
    expect(await database.query('SELECT state FROM booking.attempts')).toEqual([{ state: 'booked' }]);
  });
});
