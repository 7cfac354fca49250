import type { DataSource } from 'typeorm';
import type { Alert } from './alert';
import { brokenAfterMs } from './deliver-alerts';

export interface AlertWithDeliveries extends Alert {
  /** Whether ops has made it out to its channels, which may be none. */
  readonly addressed: boolean;
  readonly ageMs: number;
  readonly deliveries: readonly AlertDelivery[];
}

export interface AlertDelivery {
  readonly channel: string;
  readonly tries: number;
  /** Of the last try that failed. */
  readonly problem: string | null;
  readonly deliveredAt: string | null;
  readonly givenUp: boolean;
}

/** The latest first. */
export function listAlerts(
  database: DataSource,
  { limit, id }: { readonly limit: number; readonly id?: string },
): Promise<AlertWithDeliveries[]> {
  return database.query(
    `SELECT id, content, raised_at AS "raisedAt", addressed_at IS NOT NULL AS addressed,
       extract(epoch FROM now() - raised_at)::float * 1000 AS "ageMs",
       coalesce(jsonb_agg(jsonb_build_object('channel', channel, 'tries', tries, 'problem', problem, 'deliveredAt', delivered_at,
         'givenUp', delivered_at IS NULL AND next_try_at IS NULL) ORDER BY channel) FILTER (WHERE channel IS NOT NULL), '[]') AS deliveries
     FROM (SELECT * FROM ops.alerts WHERE $2::uuid IS NULL OR id = $2 ORDER BY seq DESC LIMIT $1) AS latest
     LEFT JOIN ops.alert_deliveries ON alert_id = id
     GROUP BY seq, id, content, raised_at, addressed_at ORDER BY seq DESC`,
    [limit, id ?? null],
  );
}

/** Whether somebody should have been told by now, and was not. */
export function hasTrouble({ ageMs, addressed, deliveries }: AlertWithDeliveries): boolean {
  if (addressed && deliveries.length === 0) return true;
  if (!addressed) return ageMs > brokenAfterMs;
  return deliveries.some(({ deliveredAt, givenUp }) => deliveredAt === null && (givenUp || ageMs > brokenAfterMs));
}
