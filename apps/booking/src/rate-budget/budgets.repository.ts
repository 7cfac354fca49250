import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { RequestShare } from '../calendar/calendar';
import { type Budget, type BudgetLimits, fullBudget, take } from './budget-rule';
import { Budgets, type Taken } from './budgets';

/** Keys nobody used for so long are forgotten: they have everything again. */
const forgottenAfter = '1 day';

interface BudgetRow extends Record<RequestShare, number> {
  readonly version: string;
  readonly at: Date;
  readonly lent: number;
  readonly paused_until: Date | null;
  readonly now: Date;
}

/**
 * Budgets in PostgreSQL, one row a key, by the database's clock: replicas' clocks need not agree. A request is taken by
 * comparing and setting the row's version, so no lock is held while this process thinks, or hangs. Whoever comes too late
 * reads again; that happens at most as often as somebody else took one.
 */
export class PostgresBudgets extends Budgets {
  constructor(
    private readonly dataSource: DataSource,
    private readonly limits: BudgetLimits,
  ) {
    super();
  }

  async take(apiKey: string, share: RequestShare): Promise<Taken> {
    const key = digestOf(apiKey);
    for (;;) {
      const row = await this.read(key);
      if (!row) {
        await this.begin(key);
        continue;
      }
      const result = take(toBudget(row), share, row.now, this.limits);
      if (!result.taken) return result;
      if (await this.write(key, row.version, result.left)) return { taken: result.taken };
    }
  }

  async pause(apiKey: string, ms: number): Promise<void> {
    const key = digestOf(apiKey);
    await this.begin(key);
    await this.dataSource.query(
      `UPDATE booking.rate_budgets SET version = version + 1,
         paused_until = greatest(paused_until, clock_timestamp() + make_interval(secs => $2 / 1000.0))
       WHERE key_digest = $1`,
      [key, ms],
    );
  }

  private async read(key: string): Promise<BudgetRow | undefined> {
    const [row] = await this.dataSource.query<BudgetRow[]>(
      `SELECT version, at, bookings, live_reads, hints, reconciliation, lent, paused_until,
         date_trunc('milliseconds', clock_timestamp()) AS now
       FROM booking.rate_budgets WHERE key_digest = $1`,
      [key],
    );
    return row;
  }

  private async write(key: string, version: string, { at, own, lent, pausedUntil }: Budget): Promise<boolean> {
    const [, written] = (await this.dataSource.query(
      `UPDATE booking.rate_budgets SET version = version + 1, at = $3,
         bookings = $4, live_reads = $5, hints = $6, reconciliation = $7, lent = $8, paused_until = $9
       WHERE key_digest = $1 AND version = $2`,
      [key, version, at, own.bookings, own.live_reads, own.hints, own.reconciliation, lent, pausedUntil],
    )) as [unknown[], number];
    return written > 0;
  }

  /** A key seen for the first time. Forgets others, so that there are never more rows than keys in use. */
  private async begin(key: string): Promise<void> {
    const { own, lent } = fullBudget(new Date(0), this.limits);
    const begun = await this.dataSource.query<unknown[]>(
      `INSERT INTO booking.rate_budgets (key_digest, at, bookings, live_reads, hints, reconciliation, lent)
       VALUES ($1, date_trunc('milliseconds', clock_timestamp()), $2, $3, $4, $5, $6)
       ON CONFLICT DO NOTHING RETURNING true`,
      [key, own.bookings, own.live_reads, own.hints, own.reconciliation, lent],
    );
    if (begun.length === 0) return;
    await this.dataSource.query(
      'DELETE FROM booking.rate_budgets WHERE at < clock_timestamp() - $1::interval AND key_digest <> $2',
      [forgottenAfter, key],
    );
  }
}

function digestOf(apiKey: string): string {
  return createHash('sha256').update(apiKey).digest('hex');
}

function toBudget(row: BudgetRow): Budget {
  const { at, bookings, live_reads, hints, reconciliation, lent, paused_until } = row;
  return { at, own: { bookings, live_reads, hints, reconciliation }, lent, pausedUntil: paused_until };
}
