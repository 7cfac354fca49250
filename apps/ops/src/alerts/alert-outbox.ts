import type { DataSource } from 'typeorm';
import type { Alert, AlertContent } from './alert';

/** An alert on its way to a channel. */
export interface DueAlert extends Alert {
  /** Those before this one. */
  readonly tries: number;
}

/** How long alerts are kept after they were raised. */
const keptDays = 90;
/** Longer than a try can take: whoever was killed while sending is taken over after it. */
export const leaseMs = 60_000;

/** What is to be sent, where, and how far it got: in tables, so that a crash between raising and sending loses nothing. */
export class AlertOutbox {
  constructor(private readonly database: DataSource) {}

  /** Makes out what was raised since to these channels, once; what is raised while there are none is told nobody. */
  async address(channels: readonly string[]): Promise<void> {
    await this.database.query(
      `WITH raised AS (
         UPDATE ops.alerts SET addressed_at = now()
         WHERE id IN (SELECT id FROM ops.alerts WHERE addressed_at IS NULL ORDER BY seq LIMIT 500 FOR UPDATE SKIP LOCKED)
         RETURNING id
       )
       INSERT INTO ops.alert_deliveries (alert_id, channel, next_try_at)
       SELECT id, channel, now() FROM raised CROSS JOIN unnest($1::text[]) AS channel`,
      [channels],
    );
  }

  /** The oldest that is due, for this process alone until its lease ends. */
  async take(channel: string): Promise<DueAlert | undefined> {
    const [taken] = (await this.database.query(
      `WITH due AS (
         SELECT alert_id FROM ops.alert_deliveries JOIN ops.alerts ON alerts.id = alert_id
         WHERE channel = $1 AND next_try_at <= now() ORDER BY seq LIMIT 1 FOR UPDATE OF alert_deliveries SKIP LOCKED
       ), taken AS (
         UPDATE ops.alert_deliveries SET tries = tries + 1, next_try_at = now() + $2 * interval '1 ms'
         FROM due WHERE channel = $1 AND alert_deliveries.alert_id = due.alert_id
         RETURNING alert_deliveries.alert_id, tries
       )
       SELECT id, content, raised_at AS "raisedAt", tries - 1 AS tries FROM taken JOIN ops.alerts ON id = alert_id`,
      [channel, leaseMs],
    )) as { id: string; content: AlertContent; raisedAt: Date; tries: number }[];
    return taken;
  }

  async delivered(id: string, channel: string): Promise<void> {
    await this.database.query(
      `UPDATE ops.alert_deliveries SET delivered_at = now(), next_try_at = NULL, problem = NULL WHERE alert_id = $1 AND channel = $2`,
      [id, channel],
    );
  }

  /** @param pauseMs until it is tried again; undefined: never */
  async failed(id: string, channel: string, problem: string, pauseMs: number | undefined): Promise<void> {
    await this.database.query(
      `UPDATE ops.alert_deliveries SET problem = $3, next_try_at = now() + $4 * interval '1 ms' WHERE alert_id = $1 AND channel = $2`,
      [id, channel, problem, pauseMs ?? null],
    );
  }

  /** What waits for each channel, and since when; channels without anything are left out. */
  waiting(): Promise<{ channel: string; alerts: number; oldestSeconds: number }[]> {
    return this.database.query(
      `SELECT channel, count(*)::int AS alerts, extract(epoch FROM now() - min(addressed_at))::float AS "oldestSeconds"
       FROM ops.alert_deliveries JOIN ops.alerts ON id = alert_id WHERE next_try_at IS NOT NULL GROUP BY channel`,
    );
  }

  async forgetOld(): Promise<void> {
    await this.database.query(`DELETE FROM ops.alerts WHERE raised_at < now() - $1 * interval '1 day'`, [keptDays]);
  }
}
