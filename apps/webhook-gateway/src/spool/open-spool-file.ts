import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { readableEntries } from './readable-entries';
import { onTheFile, SpoolDamaged } from './spool-errors';
import { type Entry, SpoolFile } from './spool-file';
import { hasLostItsSpool, markSpool } from './spool-mark';

export interface OpenedSpool {
  readonly file: SpoolFile;
  /** When the file was damaged: where it is now, and how many events could be taken over from it. */
  readonly setAside?: { readonly path: string; readonly rescued: number };
  /** Whether a spool had been here, and now there was no file, or an empty one. */
  readonly wasLost: boolean;
}

export interface OpenOptions {
  readonly maxBytes: number;
  readonly now: Date;
}

/**
 * Opens a spool that can be trusted, and leaves a mark that there is one. A damaged one is set aside under a name with the time in it, after everything that
 * can be read has been copied to a new one. Hold the lock.
 * @throws SpoolFull, SpoolUnusable
 */
export function openSpoolFile(path: string, options: OpenOptions): OpenedSpool {
  onTheFile(() => finishRescue(path));
  const wasLost = hasLostItsSpool(path);
  const opened = openOrRescue(path, options);
  markSpool(path, options.now);
  return { ...opened, wasLost };
}

function openOrRescue(path: string, { maxBytes, now }: OpenOptions): Omit<OpenedSpool, 'wasLost'> {
  try {
    return { file: verified(path, maxBytes) };
  } catch (error) {
    if (!(error instanceof SpoolDamaged)) throw error;
    return onTheFile(() => {
      const rescued = rescue(path, maxBytes);
      const aside = `${path}.damaged-${now.toISOString().replaceAll(/[:.]/g, '-')}`;
      setAside(path, aside);
      renameSync(rescuePath(path), path);
      return { file: verified(path, maxBytes), setAside: { path: aside, rescued } };
    });
  }
}

const rescuePath = (path: string) => `${path}.rescue`;

/** A process that was killed here left a copy: whole if the damaged file is gone already, else to be made again. */
function finishRescue(path: string): void {
  if (!existsSync(rescuePath(path))) return;
  if (existsSync(path)) rmSync(rescuePath(path));
  else renameSync(rescuePath(path), path);
  rmSync(`${rescuePath(path)}-journal`, { force: true });
}

function verified(path: string, maxBytes: number): SpoolFile {
  const file = SpoolFile.open(path, { maxBytes });
  try {
    file.verify();
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}

/** Events copied in one transaction. */
const batchSize = 100;

function rescue(path: string, maxBytes: number): number {
  const copy = SpoolFile.open(rescuePath(path), { maxBytes: maxBytes * 2 }); // pages may fill less well than they did
  let rescued = 0;
  let batch: Entry[] = [];
  const write = () => {
    rescued += copy.insert(batch).length;
    batch = [];
  };
  try {
    for (const entry of readableEntries(path)) if (batch.push(entry) === batchSize) write();
    write();
    return rescued;
  } finally {
    copy.close();
    rmSync(`${rescuePath(path)}-journal`, { force: true });
  }
}

/** The journal first: beside the new file it would be taken for its own. */
function setAside(path: string, aside: string): void {
  const journal = `${path}-journal`;
  const { size } = statSync(journal, { throwIfNoEntry: false }) ?? { size: 0 };
  if (size > 0) renameSync(journal, `${aside}-journal`);
  else rmSync(journal, { force: true });
  renameSync(path, aside);
}
