import { existsSync, statSync, writeFileSync } from 'node:fs';

/**
 * A file beside the spool that says that one was made here. An empty file is a valid spool without events, and so is none
 * at all: without the mark a spool that somebody cut off or deleted would look like the first start.
 */
const markOf = (path: string) => `${path}.made`;

/** There is a mark, and no spool. */
export function hasLostItsSpool(path: string): boolean {
  return existsSync(markOf(path)) && !statSync(path, { throwIfNoEntry: false })?.size;
}

/** Written once, when the spool is there. To begin anew on purpose, delete it together with the spool. */
export function markSpool(path: string, now: Date): void {
  const text = `A spool was made beside this file at ${now.toISOString()}. Should it be gone or empty, events may be lost.\n`;
  try {
    if (!existsSync(markOf(path))) writeFileSync(markOf(path), text, { mode: 0o600, flush: true });
  } catch {
    // A disk without room: the spool works all the same, and the next start tries again.
  }
}
