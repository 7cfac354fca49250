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
import { ConfirmAttempt } from '../../src/book-appointment/confirm-attempt';
import { PostgresAttempts } from '../../src/book-appointment/postgres-attempts.repository';
import type { Calendar } from '../../src/calendar/calendar';
import { PostgresHints } from '../../src/calendar-changes/hints.repository';
import { LookAtCalendar } from '../../src/calendar-changes/look-at-calendar';
import { TakeHint } from '../../src/calendar-changes/take-hint';
import { WorkOffHints } from '../../src/calendar-changes/work-off-hints';
import { PostgresChains } from '../../src/chains/chains.repository';
import { catalogueSource } from './catalogue';

export const coalesceMs = 3_000;
export const lookAgainAfterMs = [5_000, 30_000, 120_000, 600_000];
export const leaseMs = 120_000;

export class MovableClock {
  private at = new Date('2026-11-21T10:30:00Z').getTime();
  /** What passes whenever somebody looks at it. */
  tickMs = 0;
  now = (): Date => new Date((this.at += this.tickMs));
  pass = (ms: number): void => void (this.at += ms);
}

export type BookingEvent = Event<BookingFact>;

/** One booking process: its own connections, the shared database. */
export interface Replica {
  readonly dataSource: DataSource;
  readonly attempts: PostgresAttempts;
  readonly hints: PostgresHints;
  readonly takeHint: TakeHint;
  readonly workOffHints: WorkOffHints;
}

/** The real use cases on a real database, with the calendar a test gives and a clock it moves. */
export class HintsFixture {
  readonly clock = new MovableClock();
  private sequence = 0;
  private readonly sources: DataSource[] = [];

  private constructor(readonly database: TestDatabase) {}

  static async start(): Promise<HintsFixture> {
    return new HintsFixture(await testDatabase({ migrate, roles }));
  }

  async replica(calendar: Calendar): Promise<Replica> {
    const dataSource = await this.database.connect(createDataSource, 'callbook_booking');
    this.sources.push(dataSource);
    const outbox = new Outbox('booking');
    const attempts = new PostgresAttempts(dataSource, outbox, this.clock);
    const chains = new PostgresChains(dataSource, outbox, this.clock);
    const hints = new PostgresHints(dataSource);
    const confirmAttempt = new ConfirmAttempt(attempts, calendar, catalogueSource);
    const look = new LookAtCalendar(calendar, chains, attempts, confirmAttempt, catalogueSource, this.clock);
    const settings = { lookAgainAfterMs, atOnce: 4, leaseMs };
    return {
      dataSource,
      attempts,
      hints,
      takeHint: new TakeHint(hints, this.clock, coalesceMs),
      workOffHints: new WorkOffHints(hints, look, this.clock, settings),
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

  async published(): Promise<BookingEvent[]> {
    const rows = await this.database.query<{ event: BookingEvent }>('SELECT event FROM booking.outbox ORDER BY seq');
    return rows.map(({ event }) => event);
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
      'TRUNCATE booking.attempts, booking.chains, booking.hints, booking.hint_findings, booking.outbox CASCADE',
    );
  }

  /** Ends the replicas of one test. */
  async endReplicas(): Promise<void> {
    for (const source of this.sources.splice(0)) await source.destroy();
  }

  end(): Promise<void> {
    return this.database.close();
  }
}
