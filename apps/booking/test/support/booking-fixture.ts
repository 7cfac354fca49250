import {
  type BookingFact,
  CalendarNotified,
  createEvent,
  derivedId,
  type Event,
  sampleCompany as company,
} from '@callbook/contracts';
import { createDataSource, migrate, roles } from '@callbook/database';
import { Outbox } from '@callbook/outbox';
import { testDatabase, type TestDatabase } from '@callbook/testing';
import type { DataSource } from 'typeorm';
import type { AttemptState } from '../../src/attempts/attempt';
import { PostgresAttempts } from '../../src/attempts/postgres-attempts.repository';
import type { TakeRequest } from '../../src/attempts/take-request';
import { WorkOffAttempts } from '../../src/attempts/work-off-attempts';
import type { BookingSettings } from '../../src/book-appointment/booking-settings';
import type { Calendar } from '../../src/calendar/calendar';
import { PostgresHints } from '../../src/calendar-changes/hints.repository';
import { TakeHint } from '../../src/calendar-changes/take-hint';
import { WorkOffHints } from '../../src/calendar-changes/work-off-hints';
import { PostgresChains } from '../../src/chains/chains.repository';
import type { Alternatives } from '../../src/free-slots/alternatives';
import { bookingUseCases } from '../../src/use-cases';
import { catalogueSource } from './catalogue';
import { Life } from './life';

export const coalesceMs = 3_000;
export const lookAgainAfterMs = [5_000, 30_000, 120_000, 600_000];
export const leaseMs = 120_000;

export const settings: BookingSettings = {
  httpTimeoutMs: 5_000,
  leaseMs: 20_000,
  conclusiveAfterMs: 120_000,
  lookTwiceAfterMs: 10_000,
  lookAfterMs: [2_000, 5_000, 15_000, 30_000, 60_000],
  postWindowMs: 600_000,
  mostPosts: 3,
  convergeAfterMs: [120_000, 600_000, 3_600_000],
  compensateForMs: 3_600_000,
  placeholderDomain: 'no-contact.invalid',
};

const noAlternatives: Alternatives = { near: () => Promise.resolve([]), isOffered: () => Promise.resolve(undefined) };

export class MovableClock {
  private at = new Date('2026-11-21T10:30:00Z').getTime();
  /** What passes whenever somebody looks at it. */
  tickMs = 0;
  now = (): Date => new Date((this.at += this.tickMs));
  pass = (ms: number): void => void (this.at += ms);
  /** Never back. */
  to = (date: Date): void => void (this.at = Math.max(this.at, date.getTime()));
}

export type BookingEvent = Event<BookingFact>;

/** One booking process: its own connections, the shared database. */
export interface Replica {
  readonly dataSource: DataSource;
  readonly attempts: PostgresAttempts;
  readonly chains: PostgresChains;
  readonly hints: PostgresHints;
  readonly takeRequest: TakeRequest;
  readonly takeHint: TakeHint;
  readonly workOffAttempts: WorkOffAttempts;
  readonly workOffHints: WorkOffHints;
  /** What the clock could not go on with, for a reason nobody foresaw. */
  readonly failures: unknown[];
}

/** The real use cases on a real database, with the calendar a test gives and a clock it moves. */
export class BookingFixture {
  readonly clock = new MovableClock();
  private sequence = 0;
  private readonly sources: DataSource[] = [];

  private constructor(readonly database: TestDatabase) {}

  static async start(): Promise<BookingFixture> {
    return new BookingFixture(await testDatabase({ migrate, roles }));
  }

  async replica(calendar: Calendar): Promise<Replica> {
    const url = this.database.urlFor('callbook_booking');
    const dataSource = await createDataSource({ url, applicationName: 'spec' }).initialize();
    this.sources.push(dataSource);
    return this.processOn(dataSource, calendar, new Life());
  }

  /** Another process beside it, that dies when its life is over. */
  mortal({ dataSource }: Replica, calendar: Calendar, life: Life): Replica {
    return this.processOn(dataSource, calendar, life);
  }

  private processOn(dataSource: DataSource, calendar: Calendar, life: Life): Replica {
    const { clock } = this;
    const outbox = new Outbox('booking');
    const attempts = new PostgresAttempts(dataSource, outbox, clock, settings.leaseMs);
    const chains = new PostgresChains(dataSource, outbox, clock);
    const hints = new PostgresHints(dataSource);
    const { takeRequest, advance, lookAtCalendar } = bookingUseCases({
      attempts: life.port(attempts),
      calendar: life.port(calendar),
      chains: life.port(chains),
      alternatives: noAlternatives,
      catalogue: catalogueSource,
      clock,
      settings,
    });
    const failures: unknown[] = [];
    return {
      dataSource,
      attempts,
      chains,
      hints,
      takeRequest,
      takeHint: new TakeHint(hints, clock, coalesceMs),
      workOffAttempts: new WorkOffAttempts(
        life.port(attempts),
        advance,
        clock,
        { atOnce: 4, leaseMs: settings.leaseMs },
        (_, error) => failures.push(error),
      ),
      workOffHints: new WorkOffHints(hints, lookAtCalendar, clock, { lookAgainAfterMs, atOnce: 4, leaseMs }),
      failures,
    };
  }

  hint(uid: string, difference: Partial<CalendarNotified> = {}): Event<CalendarNotified> {
    const data: CalendarNotified = {
      uid,
      previousUid: null,
      trigger: 'BOOKING_CREATED',
      expectedStatus: 'accepted',
      source: 'webhook',
      sentAt: null,
      ...difference,
    };
    const id = derivedId('spec', 'hint', (this.sequence += 1));
    return createEvent(CalendarNotified, data, { id, company, time: this.clock.now(), correlationId: id });
  }

  /** Lets the clock run from one thing that is due to the next, until nothing is. */
  async comeToRest({ workOffAttempts, workOffHints }: Replica): Promise<void> {
    for (let turns = 0; turns < 300; turns += 1) {
      const [{ next } = { next: null }] = await this.database.query<{ next: Date | null }>(
        `SELECT min(due_at) AS next
         FROM (SELECT due_at FROM booking.attempts UNION ALL SELECT due_at FROM booking.hints) AS due`,
      );
      if (next === null) return;
      this.clock.to(next);
      while (await workOffAttempts.execute());
      while (await workOffHints.execute());
    }
    throw new Error('something is due again and again');
  }

  async published(): Promise<BookingEvent[]> {
    const rows = await this.database.query<{ event: BookingEvent }>('SELECT event FROM booking.outbox ORDER BY seq');
    return rows.map(({ event }) => event);
  }

  /** Every round, in the order they were opened. */
  rounds(): Promise<{ state: AttemptState; ended: boolean; posts: number }[]> {
    return this.database.query(
      `SELECT state, ended_at IS NOT NULL AS ended,
         (SELECT coalesce(sum((part ->> 'posts')::integer), 0)::integer FROM jsonb_array_elements(progress -> 'parts') AS part) AS posts
       FROM booking.attempts ORDER BY seq`,
    );
  }

  async waiting(): Promise<number> {
    return (await this.database.query('SELECT 1 FROM booking.hints')).length;
  }

  async findings(): Promise<{ uid: string; kind: string; detail: string | null }[]> {
    return this.database.query('SELECT uid, kind, detail FROM booking.hint_findings ORDER BY uid, kind');
  }

  /** Nothing booked, nothing hinted, nothing published. */
  async clear(): Promise<void> {
    await this.database.query(
      `TRUNCATE booking.attempts, booking.attempt_function_calls, booking.chains, booking.hints, booking.hint_findings,
         booking.outbox CASCADE`,
    );
  }

  /** Ends the replicas of one test. */
  async endReplicas(): Promise<void> {
    for (const source of this.sources.splice(0)) await source.destroy();
  }

  async end(): Promise<void> {
    await this.endReplicas();
    await this.database.close();
  }
}
