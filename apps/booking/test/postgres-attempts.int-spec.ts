import type { Event } from '@callbook/contracts';
import { createDataSource, migrate, roles } from '@callbook/database';
import { Outbox } from '@callbook/outbox';
import { testDatabase, type TestDatabase } from '@callbook/testing';
import type { DataSource } from 'typeorm';
import { takeDueAttempts } from '../src/attempts/attempt-rows.repository';
import { PostgresAttempts } from '../src/attempts/postgres-attempts.repository';
import { PostgresChains } from '../src/chains/chains.repository';
import type { Clock } from '../src/clock/clock';
import { attemptsConformance, beginWithinMs, StandingClock } from './attempts.conformance';
import { cancelCall, functionCall, functionCallFor, later, ten } from './conformance/function-calls';
import { type AttemptsUnderTest, Desk, refusal } from './conformance/under-test';

describe('attempts in PostgreSQL', () => {
  let database: TestDatabase;
  let replicas: [DataSource, DataSource];

  beforeAll(async () => {
    database = await testDatabase({ migrate, roles });
    const connect = () => database.connect(createDataSource, 'callbook_booking');
    replicas = [await connect(), await connect()];
  });

  afterAll(() => database?.close());

  const clear = () =>
    database.query('TRUNCATE booking.attempts, booking.attempt_function_calls, booking.chains, booking.outbox CASCADE');
  const attemptsOf = (replica: 0 | 1, clock: Clock) =>
    new PostgresAttempts(replicas[replica], new Outbox('booking'), clock, beginWithinMs);

  async function fresh(clock: StandingClock): Promise<AttemptsUnderTest> {
    await clear();
    return {
      attempts: attemptsOf(0, clock),
      chains: new PostgresChains(replicas[0], new Outbox('booking'), clock),
      published: async () =>
        (await database.query<{ event: Event<object> }>('SELECT event FROM booking.outbox ORDER BY seq')).map(
          ({ event }) => event,
        ),
    };
  }

  attemptsConformance(fresh);

  async function desk(): Promise<Desk> {
    const clock = new StandingClock();
    return new Desk(await fresh(clock), clock);
  }

  it('keep every step with its time and evidence', async () => {
    const at = await desk();
    const [asked, again, cancelled] = [functionCall(), functionCall(), cancelCall({ target: null })];
    const unknown = await at.doubt(await at.post(await at.open(asked)));
    await at.open(again);
    await at.open(cancelled);
    await at.attempts.settle(await at.now(unknown), { ...refusal, reason: 'withdrawn' } as typeof refusal, null);
    const steps = await database.query<{ version: number }>(
      'SELECT version, at, from_state, to_state, evidence FROM booking.attempt_steps ORDER BY version',
    );
    expect(steps).toEqual(
      [
        { from_state: null, to_state: 'requested', evidence: { functionCallId: asked.id } },
        { from_state: 'requested', to_state: 'posting', evidence: { posts: 1 } },
        { from_state: 'posting', to_state: 'unknown', evidence: { providerText: 'timeout' } },
        { from_state: 'unknown', to_state: 'unknown', evidence: { functionCallId: again.id } },
        { from_state: 'unknown', to_state: 'unknown', evidence: { functionCallId: cancelled.id, withdrawn: true } },
        { from_state: 'unknown', to_state: 'refused', evidence: { reason: 'withdrawn', providerText: 'taken' } },
      ].map((step, index) => ({ version: index + 1, at: ten, ...step })),
    );
  });

  describe('decided by two replicas at once', () => {
    it('are one round for one wish, and a question for the second of two', async () => {
      const at = await desk();
      const other = attemptsOf(1, at.clock);
      for (let round = 0; round < 10; round += 1) {
        await clear();
        const call = { ...functionCall().data.call, retellCallId: `call_${round}` };
        const same = [functionCall({ call }), functionCall({ call })] as const;
        const decided = await Promise.all([at.attempts.take(same[0]), other.take(same[1])]);
        expect(new Set(decided.map((attempt) => attempt?.id)).size).toBe(1);
        const starts = await Promise.all([
          at.attempts.take(functionCallFor('Ada Lovelace', { call })),
          other.take(functionCallFor('Ada Lovelace', { call, start: later })),
        ]);
        expect(starts.filter((attempt) => attempt === undefined)).toHaveLength(1);
        expect(await at.told()).toMatchObject([{ type: 'asked-back' }]);
      }
    });

    it('are given to one of them when they are due', async () => {
      const at = await desk();
      const names = ['Ada Lovelace', 'Grace Hopper', 'Alan Turing', 'Edsger Dijkstra'];
      for (const [index, name] of names.entries()) {
        await at.attempts.schedule(await at.open(functionCallFor(name)), new Date(ten.getTime() - 9_000 + index));
      }
      const due = { now: ten, until: new Date(ten.getTime() + 90_000), limit: 2 };
      const taken = await replicas[0].transaction(async (tx) => [
        ...(await takeDueAttempts(tx, due)), // and before that is committed …
        ...(await attemptsOf(1, at.clock).takeDue({ ...due, limit: 4 })),
      ]);
      expect(taken.map(({ request }) => 'attendee' in request && request.attendee.name)).toEqual(names);
    });

    it('are decided about while a worker makes a step, and neither is lost', async () => {
      const at = await desk();
      const other = attemptsOf(1, at.clock);
      for (let round = 0; round < 10; round += 1) {
        await clear();
        const attempt = await at.open(functionCall());
        const [posted] = await Promise.allSettled([at.post(attempt), other.take(cancelCall({ target: null }))]);
        const now = await at.now(attempt);
        expect(now.withdrawnAt).toEqual(ten);
        expect(now.state).toBe(posted.status === 'fulfilled' ? 'posting' : 'requested');
      }
    });
  });

  describe('guarded by the database itself', () => {
    it('cannot have two living rounds of one request', async () => {
      const at = await desk();
      await at.open(functionCall());
      await expect(
        database.query(`INSERT INTO booking.attempts (id, request_key, round, company, retell_call_id, operation, service_id,
            start_at, request, state, progress, due_at, said_at, answer_by, created_at)
          SELECT gen_random_uuid(), request_key, 2, company, retell_call_id, operation, service_id, start_at, request,
            'requested', progress, due_at, said_at, answer_by, now() FROM booking.attempts`),
      ).rejects.toThrow('attempts_one_living_round');
    });

    it.each([
      ['an open round that nobody looks at again', 'due_at = NULL', 'open_is_due'],
      ['a POST that was never announced', `state = 'unknown'`, 'announced_before_posted'],
      [
        'a POST of nothing',
        `state = 'unknown', last_post_at = now(), progress = jsonb_set(progress, '{parts}', '[]')`,
        'announced_part',
      ],
      ['a POST without a lease', `state = 'posting', last_post_at = now(), progress = $posted$`, 'posting_has_a_lease'],
      ['a success without a booking', `state = 'booked', settled_at = now()`, 'success_has_a_booking'],
      ['a refusal without a reason', `state = 'refused', settled_at = now()`, 'failure_has_a_reason'],
      ['an end that is not settled', `state = 'refused', reason = 'slot_taken'`, 'open_until_settled'],
      [
        'a booking that is a change',
        `state = 'changed', settled_at = now(), calcom_uid = 'u'`,
        'success_of_its_operation',
      ],
      ['an end of what was never booked', 'ended_at = now()', 'only_a_booking_ends'],
      ['a state nobody knows', `state = 'lost'`, 'known_state'],
    ])('cannot be %s', async (_, change, constraint) => {
      const at = await desk();
      await at.open(functionCall());
      const posted = `jsonb_set(progress, '{parts}', '[{"posts": 1, "uid": null}]')`;
      const statement = `UPDATE booking.attempts SET ${change.replace('$posted$', posted)}`;
      await expect(database.query(statement)).rejects.toThrow(constraint);
    });
  });
});
