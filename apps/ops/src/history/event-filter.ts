/** Which events of the history are meant; what is left out does not matter. */
export interface EventFilter {
  readonly company?: string | undefined;
  /** With or without version; `*` stands for anything. */
  readonly type?: string | undefined;
  /** Retell's id of a call: events of the call, and those that name it. */
  readonly call?: string | undefined;
  readonly since?: Date | undefined;
  /** That moment is no longer meant. */
  readonly until?: Date | undefined;
}

const conditions = `($1::text IS NULL OR company = $1)
  AND ($2::text IS NULL OR type LIKE $2 OR type LIKE $2 || '.v%')
  AND ($3::text IS NULL OR retell_call_id = $3 OR correlation_id = $3)
  AND ($4::timestamptz IS NULL OR (time >= $4 AND day >= ($4 AT TIME ZONE 'UTC')::date))
  AND ($5::timestamptz IS NULL OR (time < $5 AND day <= ($5 AT TIME ZONE 'UTC')::date))`;

/** SQL for the columns of `ops.events`, and its parameters, $1 to $5. Days that cannot be meant are not looked at. */
export function whereOf({ company, type, call, since, until }: EventFilter): {
  readonly where: string;
  readonly parameters: unknown[];
} {
  const pattern = type?.replaceAll(/[\\%_]/g, '\\$&').replaceAll('*', '%');
  return {
    where: conditions,
    parameters: [company ?? null, pattern ?? null, call ?? null, since ?? null, until ?? null],
  };
}
