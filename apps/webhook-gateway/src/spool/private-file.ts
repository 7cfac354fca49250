import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';

/**
 * Makes the file, if it is not there, readable for this user alone. A file that is there must not be opened here: closing it
 * would take the locks away that this process has on it (https://www.sqlite.org/howtocorrupt.html, 2.2).
 */
export function makePrivateFile(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
}
