import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SpoolFolder {
  readonly path: string;
  /** Deletes it if it is one of our own. */
  dispose(): void;
}

/** The given folder, which stays, or one of our own among the system's temporary files. */
export function spoolFolderFor(given?: string): SpoolFolder {
  if (given) {
    mkdirSync(given, { recursive: true });
    return { path: given, dispose: () => undefined };
  }
  const path = mkdtempSync(join(tmpdir(), 'callbook-launch-'));
  return { path, dispose: () => rmSync(path, { recursive: true, force: true }) };
}
