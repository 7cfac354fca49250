import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makePrivateFile } from './private-file';
import { isBusy, SpoolInUse } from './spool-errors';

/**
 * Keeps other processes away from a spool. It is a lock of the operating system on a file beside it, so it ends with the
 * process, however that ends; that the file stays means nothing. Only for local disks: network file systems may not lock.
 */
export class SpoolLock {
  private constructor(private readonly database: DatabaseSync) {}

  /** Makes the spool's folder if need be. @throws SpoolInUse, or an error of the file system */
  static take(spoolPath: string): SpoolLock {
    const path = `${spoolPath}.lock`;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    makePrivateFile(path);
    const database = new DatabaseSync(path);
    try {
      database.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      database.close();
      throw isBusy(error) ? new SpoolInUse(spoolPath) : error;
    }
    return new SpoolLock(database);
  }

  release(): void {
    this.database.close();
  }
}
