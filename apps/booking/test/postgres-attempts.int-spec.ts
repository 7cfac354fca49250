import type { Event } from '@callbook/contracts';
import { createDataSource, migrate, roles } from '@callbook/database';
import { Outbox } from '@callbook/outbox';
import { testDatabase, type TestDatabase } from '@callbook/testing';
import type { DataSource } from 'typeorm';
import type { Clock } from '../src/clock/clock';
import { PostgresAttempts } from '../src/book-appointment/postgres-attempts.repository';
import { attemptsConformance, functionCall, FixedClock } from './attempts.conformance';

describe('attempts in PostgreSQL', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await testDatabase({ migrate, roles });
    dataSource = await database.connect(createDataSource, 'callbook_booking');
  });

  afterAll(() => database?.close());

  const attemptsWith = (clock: Clock) => new PostgresAttempts(dataSource, new Outbox('booking'), clock);

  attemptsConformance(async (clock) => {
    await database.query('TRUNCATE booking.attempts, booking.chains, booking.outbox CASCADE');
    return {
      attempts: attemptsWith(clock),
      published: async () =>
        (await database.query<{ event: Event<object> }>('SELECT event FROM booking.outbox ORDER BY seq')).map(
          ({ event }) => event,
        ),
      end: async ({ id }) =>
        void (await database.query('UPDATE booking.attempts SET ended_at = now() WHERE id = $1', [id])),
    };
  });

  it('keeps every step with its time and evidence', async () => {
    await database.query('TRUNCATE booking.attempts CASCADE');
    const attempts = attemptsWith(new FixedClock());
    const attempt = await attempts.openRound(functionCall());
    const posting = await attempts.posting(attempt, {
      eventTypeId: 2001,
      leaseUntil: new Date('2026-11-21T10:01:15Z'),
    });
    await attempts.unclear(posting, { providerText: 'Internal server error' });
    expect(
      await database.query('SELECT from_state, to_state, evidence FROM booking.attempt_steps ORDER BY version'),
    ).toEqual([
      { from_state: null, to_state: 'requested', evidence: {} },
      { from_state: 'requested', to_state: 'posting', evidence: { eventTypeId: 2001 } },
      { from_state: 'posting', to_state: 'unknown', evidence: { providerText: 'Internal server error' } },
    ]);
  });

  it('lets the database itself refuse a second living round of one request', async () => {
    await database.query('TRUNCATE booking.attempts CASCADE');
    await attemptsWith(new FixedClock()).openRound(functionCall());
    await expect(
      database.query(`INSERT INTO booking.attempts (id, request_key, round, company, retell_call_id, operation, service_id, start_at, request, state, created_at)
        SELECT gen_random_uuid(), request_key, 2, company, retell_call_id, operation, service_id, start_at, request, 'requested', now() FROM booking.attempts`),
    ).rejects.toThrow('attempts_one_living_round');
  });
});
