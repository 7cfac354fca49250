/** The spool cannot do what was asked of it. */
export abstract class SpoolError extends Error {}

/** Another process works with this file. */
export class SpoolInUse extends SpoolError {
  override readonly name = 'SpoolInUse';
  /** What a person can do. */
  readonly next = 'Give every replica a SPOOL_PATH of its own, and end the process that uses this one.';

  constructor(path: string) {
    super(`Another process uses the spool ${path}: give every replica a SPOOL_PATH of its own.`);
  }
}

/** The disk, or what the spool may take of it, is used up. */
export class SpoolFull extends SpoolError {
  override readonly name = 'SpoolFull';
}

/** What is in the file is not what was written. */
export class SpoolDamaged extends SpoolError {
  override readonly name = 'SpoolDamaged';
}

/** The file cannot be opened, read or written. */
export class SpoolUnusable extends SpoolError {
  override readonly name = 'SpoolUnusable';
}

/** Primary result codes (https://www.sqlite.org/rescode.html); the lowest byte of what Node calls `errcode`. */
const resultCodes = { busy: 5, corrupt: 11, full: 13, notADatabase: 26 } as const;

/** What an error of SQLite, or of the file system, means for the spool. */
export function spoolError(error: unknown): SpoolError {
  if (error instanceof SpoolError) return error;
  const { errcode, code, message } = error as { errcode?: number; code?: string; message?: string };
  const options = { cause: error };
  switch (errcode === undefined ? undefined : errcode & 0xff) {
    case resultCodes.full:
      return new SpoolFull('the spool is full', options);
    case resultCodes.corrupt:
    case resultCodes.notADatabase:
      return new SpoolDamaged('the spool file is damaged', options);
    default:
      return code === 'ENOSPC'
        ? new SpoolFull('the disk is full', options)
        : new SpoolUnusable(`the spool file cannot be used: ${message ?? 'unknown'}`, options);
  }
}

export function isBusy(error: unknown): boolean {
  const { errcode } = error as { errcode?: number };
  return errcode !== undefined && (errcode & 0xff) === resultCodes.busy;
}

/** Runs work on the file; whatever goes wrong becomes a SpoolError. */
export function onTheFile<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw spoolError(error);
  }
}
