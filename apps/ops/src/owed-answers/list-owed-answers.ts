import type { DataSource } from 'typeorm';
import type { OwedAnswer } from './owed-answer';

export interface OwedAnswerFilter {
  readonly company?: string;
  /** Also those that were settled within the last 30 days. */
  readonly all?: boolean;
}

/** What callers are owed, longest first. */
export function listOwedAnswers(database: DataSource, { company, all }: OwedAnswerFilter): Promise<OwedAnswer[]> {
  return database.query<OwedAnswer[]>(
    `SELECT owed.id, owed.company, retell_call_id AS "retellCallId", number, owed.name, operation, outcome, reason,
            wanted_start AS "wantedStart", reference, appointment_status AS "appointmentStatus", starts_at AS "startsAt",
            coalesce(owed.time_zone, companies.time_zone, 'UTC') AS "timeZone", said_at AS "saidAt", owed_since AS "owedSince",
            settled_at AS "settledAt", settled_by AS "settledBy", note
     FROM records.owed_answers_view owed
     LEFT JOIN catalogue.companies ON companies.slug = owed.company
     WHERE ($1::text IS NULL OR owed.company = $1)
       AND (settled_at IS NULL OR ($2 AND settled_at > now() - interval '30 days'))
     ORDER BY settled_at DESC NULLS FIRST, owed_since, owed.id`,
    [company ?? null, all ?? false],
  );
}
