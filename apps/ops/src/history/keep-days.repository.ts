import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';

const dayMs = 86_400_000;
/** Days that have their place before anything of them can come. */
const daysAhead = 3;

/**
 * Sees to it that every day has its partition before it begins, also those on which this process was away, and days of the
 * past that events came of; drops whole days that are past their time. Events of a day that nobody can mean, before the retention or after the days ahead, stay in
 * the default partition until they have been there as long.
 */
export class KeepDays {
  private readonly logger = new Logger(KeepDays.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly retentionDays: number,
  ) {}

  async execute(now = new Date()): Promise<void> {
    const oldest = dayOf(now, -this.retentionDays);
    const ahead = Array.from({ length: daysAhead + 2 }, (_, index) => dayOf(now, index - 1));
    const missed = (await this.dataSource.query(
      'SELECT DISTINCT day::text FROM ops.events_default WHERE day BETWEEN $1 AND $2 ORDER BY day',
      [oldest, dayOf(now, daysAhead)],
    )) as { day: string }[];
    for (const day of new Set([...(await this.daysAway(now)), ...ahead, ...missed.map((one) => one.day)]))
      await this.dataSource.query('SELECT ops.make_events_day($1)', [day]);
    await this.forget(oldest);
  }

  /** Those since the newest there is: what waits in the queue is of them. The first day of all has none before it. */
  private async daysAway(now: Date): Promise<string[]> {
    const [{ newest }] = (await this.dataSource.query(
      `SELECT max(to_date(substr(relname, 8), 'YYYYMMDD'))::text AS newest FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
       WHERE inhparent = 'ops.events'::regclass AND relname ~ '^events_[0-9]{8}$'`,
    )) as [{ newest: string | null }];
    const away = newest === null ? 0 : Math.floor((now.getTime() - Date.parse(newest)) / dayMs);
    return Array.from({ length: Math.max(0, Math.min(away, this.retentionDays)) }, (_, index) => dayOf(now, -index));
  }

  private async forget(before: string): Promise<void> {
    const [{ dropped }] = (await this.dataSource.query('SELECT ops.drop_events_days($1) AS dropped', [before])) as [
      { dropped: number },
    ];
    const [, strays] = (await this.dataSource.query('DELETE FROM ops.events_default WHERE received_at < $1::date', [
      before,
    ])) as [unknown, number];
    if (dropped + strays > 0)
      this.logger.log(`history: ${dropped} days before ${before} dropped, and ${strays} strays`);
  }
}

function dayOf(now: Date, days: number): string {
  return new Date(now.getTime() + days * dayMs).toISOString().slice(0, 10);
}
