import { readConfig } from '@callbook/config';
import type { DataSource } from 'typeorm';
import { BrokerConfig, opsDatabase } from '../../config';
import { planGoodForMs } from '../../replays/replay-conditions';
import { findReplay } from '../../replays/find-replay';
import { planReplay } from '../../replays/plan-replay';
import { type Predict, predictors } from '../../replays/predictors';
import { countReplay, listReplayed, summariseReplay } from '../../replays/replay-report';
import { type Answer, CommandFailure, type CommandLine } from '../command-line';
import { withDatabase } from '../with-database';
import { noAnswerOf, withQueries } from '../with-queries';
import { letterFilterOf, letterId, type LetterOptions } from './letter-options';
import { shortHash, tableOfPlan } from './replay-tables';

export interface PlanOptions extends LetterOptions {
  readonly by: string;
  readonly json?: boolean;
}

/** Messages listed one by one with `--json`. */
export const mostListed = 10_000;

/** `callbook dlq plan` */
export function planReplayCommand(line: CommandLine, given: readonly string[], options: PlanOptions): Promise<Answer> {
  if (options.state && options.state.some((state) => state !== 'open'))
    throw new CommandFailure('Only open dead letters can be replayed.', 'Leave --state away; undo opens one again.', 2);
  const config = readConfig(BrokerConfig, line.env);
  return withDatabase(opsDatabase(line.env), async (db) => {
    const filter = await letterFilterOf(db, options);
    const ids = given.length > 0 ? await lettersNamed(db, given) : undefined;
    const planned = await withQueries(config, (queries) =>
      planReplay(db, told(predictors(queries, db)), {
        selection: { filter, ids },
        by: options.by,
        progress: (done) => done % 1_000 === 0 && line.stderr(`${done} predicted\n`),
      }),
    );
    const { id, hash, count } = planned;
    if (hash === null) return { json: { plan: null, count }, text: 'No open dead letter is such a one.' };
    const { plannedAt } = await findReplay(db.manager, id);
    const goodUntil = new Date(plannedAt.getTime() + planGoodForMs);
    const lines = await summariseReplay(db, { id });
    const counts = countsOf(lines);
    const messages = options.json ? await listReplayed(db, id, { limit: mostListed }) : [];
    const next = `callbook dlq replay --plan ${shortHash(hash)} --yes`;
    return {
      json: { plan: { id, hash, count, goodUntil }, counts, summary: lines, ...(await countReplay(db, id)), messages },
      text: [
        tableOfPlan(lines),
        `Plan ${shortHash(hash)} of ${count} ${count === 1 ? 'letter' : 'letters'}; good until ${goodUntil.toISOString()}. Nothing was sent.`,
        `Carry it out: ${next}`,
      ].join('\n'),
    };
  });
}

async function lettersNamed(db: DataSource, given: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const one of given) ids.push(await letterId(db, one));
  return ids;
}

function countsOf(lines: readonly { readonly prediction: string; readonly count: number }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { prediction, count } of lines) counts[prediction] = (counts[prediction] ?? 0) + count;
  return counts;
}

/** With the name of the app that was asked, if it gave no answer. */
function told(predictorOf: (app: string) => Predict): (app: string) => Predict {
  return (app) => (messages) => predictorOf(app)(messages).catch(noAnswerOf(app));
}
