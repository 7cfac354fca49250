/** A row by its columns; times are ISO strings, numbers are numbers. */
export type Row = Readonly<Record<string, unknown>>;

/** A value that depends on the order of arrival, in this row. */
export const whichever = Symbol('whichever');

const ofWriting = {
  version: 'counts how often the row was written, for people who edit it',
  created_at: 'clock of the database when the row was made',
  updated_at: 'clock of the database when the row was written last',
} as const;
const lastWriter = { recorded_by_message: 'whichever of the messages that the row is made of came last' } as const;

/**
 * The tables of the record that facts and acts make, by which columns a row is known, and the columns that may differ between
 * two rows that say the same, each with the reason. Inbox and outbox tell of the way, not of the end.
 */
export const tables = {
  customers: { key: ['id'], mayDiffer: { ...ofWriting, ...lastWriter } },
  calls: { key: ['id'], mayDiffer: { ...ofWriting, ...lastWriter } },
  call_transcripts: { key: ['call_id'], mayDiffer: {} },
  call_recordings: { key: ['call_id'], mayDiffer: {} },
  appointments: { key: ['id'], mayDiffer: { ...ofWriting, ...lastWriter } },
  appointment_uids: { key: ['company', 'uid'], mayDiffer: {} },
  appointment_phases: { key: ['appointment_id', 'position'], mayDiffer: {} },
  booking_outcomes: { key: ['request_id'], mayDiffer: {} },
  function_answers: { key: ['message_id'], mayDiffer: {} },
  owed_answers: { key: ['id'], mayDiffer: {} },
  call_mentions: { key: ['call_id', 'appointment_id', 'kind'], mayDiffer: { ...lastWriter } },
} as const satisfies Readonly<Record<string, Table>>;

interface Table {
  readonly key: readonly string[];
  readonly mayDiffer: Readonly<Record<string, string>>;
}

export type TableName = keyof typeof tables;
export const tableNames = Object.keys(tables) as TableName[];
export type Tables = Readonly<Record<TableName, readonly Row[]>>;
