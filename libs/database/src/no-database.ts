/** PostgreSQL cannot be reached, or does not let us in; the cause says which. */
export class NoDatabase extends Error {
  override readonly name = 'NoDatabase';
  /** What a person can do. */
  readonly next: string;

  constructor(cause: unknown) {
    super('No connection to PostgreSQL', { cause });
    this.next = nextSteps[(cause as { code?: string }).code ?? ''] ?? defaultStep;
  }
}

const defaultStep = "Is PostgreSQL running, and is the address in this app's DATABASE_URL variable right?";
const refused =
  'PostgreSQL does not know the role or its password: look at the DATABASE_URL variable of this app, or run: npx callbook migrate';

/** By SQLSTATE. */
const nextSteps: Readonly<Record<string, string>> = {
  '28000': refused,
  '28P01': refused,
  '3D000':
    "There is no such database: look at this app's DATABASE_URL variable, or create it and run: npx callbook migrate",
  '53300': 'PostgreSQL has no connection left: look at max_connections, and at DATABASE_POOL_SIZE of every app.',
};
