import { type DataSource, type EntityManager, QueryFailedError } from 'typeorm';

/** Deadlock, and a serialisation failure: the database rolled back and asks for a re-run. */
const rerunCodes = new Set(['40P01', '40001']);

/**
 * Runs `work` in one transaction: all of it commits or none. When the database chose it as the victim of a deadlock or
 * a serialisation conflict it is run again at once, three times at most, so `work` must do nothing outside `tx`.
 */
export async function inTransaction<T>(dataSource: DataSource, work: (tx: EntityManager) => Promise<T>): Promise<T> {
  for (let rerun = 0; ; rerun++) {
    try {
      return await dataSource.transaction(work);
    } catch (error) {
      if (rerun >= 3 || !rerunCodes.has(sqlState(error) ?? '')) throw error;
    }
  }
}

/** PostgreSQL's five-character code of a failed statement; undefined for any other error. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof QueryFailedError ? (error.driverError as { code?: string }).code : undefined;
}
