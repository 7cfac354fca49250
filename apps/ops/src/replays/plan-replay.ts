import type { DataSource } from 'typeorm';
import { writeAudit } from '../audit/audit';
import { predictItems } from './predict-items';
import type { Predict } from './predictors';
import { freezeLetters, type Selection } from './select-letters';

/** Of a plan: what an operator confirms. */
export interface Planned {
  readonly id: string;
  /** Null when nothing was found that could be replayed: then there is no plan. */
  readonly hash: string | null;
  readonly count: number;
}

/** Audited under this. */
export const replaySubject = (id: string): string => `replay ${id}`;

/** Freezes the set, and finds out what each message would do now. Changes nothing else. @throws QueryError */
export async function planReplay(
  database: DataSource,
  predictorOf: (app: string) => Predict,
  { selection, by, progress = () => {} }: { selection: Selection; by: string; progress?: (done: number) => void },
): Promise<Planned> {
  await forgetOldPlans(database);
  const { id, count } = await freezeLetters(database, selection, by);
  try {
    if (count === 0) throw new NothingToPlan();
    const hash = await predictItems(database, id, predictorOf, progress);
    await database.transaction(async (tx) => {
      await tx.query(`UPDATE ops.replays SET hash = $2, state = 'planned' WHERE id = $1`, [id, hash]);
      await writeAudit(tx, {
        actor: by,
        act: 'planned a replay',
        subjects: [replaySubject(id)],
        planHash: hash,
        result: { count },
      });
    });
    return { id, hash, count };
  } catch (error) {
    await database.query('DELETE FROM ops.replays WHERE id = $1', [id]);
    if (error instanceof NothingToPlan) return { id, hash: null, count };
    throw error;
  }
}

/** Those nobody confirmed, and those that never became one because whoever planned was stopped. */
async function forgetOldPlans(database: DataSource): Promise<void> {
  await database.query(
    `DELETE FROM ops.replays WHERE state IN ('planning', 'planned') AND planned_at < now() - interval '1 day'`,
  );
}

class NothingToPlan extends Error {}
