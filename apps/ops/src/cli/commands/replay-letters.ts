import { setTimeout as pause } from 'node:timers/promises';
import { readConfig } from '@callbook/config';
import type { DataSource } from 'typeorm';
import { BrokerConfig, opsDatabase } from '../../config';
import { confirmReplay, resumeReplay } from '../../replays/confirm-replay';
import type { Look } from '../../replays/replay-conditions';
import { findReplay, type Replay } from '../../replays/find-replay';
import { countReplay, listReplayed, summariseReplay } from '../../replays/replay-report';
import { ReplayRefused } from '../../replays/replay-refused';
import { stopReplay } from '../../replays/stop-replay';
import { type Answer, CommandFailure, type CommandLine } from '../command-line';
import { interruption } from '../interruption';
import { withDatabase } from '../with-database';
import { withSender } from '../with-sender';
import { mostListed } from './plan-replay';
import { countsInWords, stateInWords, tableOfMessages, tableOfReport } from './replay-tables';

export interface ReplayLettersOptions {
  readonly plan?: string;
  readonly resume?: string;
  readonly stop?: string;
  readonly report?: string;
  readonly yes?: boolean;
  readonly rate?: string;
  readonly by: string;
  readonly follow: boolean;
  readonly messages?: boolean;
  readonly json?: boolean;
}

const mostRate = 1_000;
/** How long a confirmed replay may lie there before it is said that no ops process runs. Milliseconds. */
const takenWithinMs = 10_000;
const lookEveryMs = 250;
const tellEveryMs = 2_000;

/** `callbook dlq replay` */
export async function replayLettersCommand(line: CommandLine, options: ReplayLettersOptions): Promise<Answer> {
  const { plan, resume, stop, report } = options;
  if ([plan, resume, stop, report].filter((one) => one !== undefined).length !== 1)
    throw new CommandFailure('Which replay?', 'Give one of --plan HASH, --resume ID, --stop ID and --report ID.', 2);
  if (stop !== undefined && options.by.trim() === '')
    throw new CommandFailure('--by is empty.', 'Say who stops it: that is kept with the act.', 2);
  const perSecond = options.rate === undefined ? undefined : rateOf(options.rate);
  return withDatabase(opsDatabase(line.env), async (db) => {
    try {
      if (report !== undefined) return await tell(db, (await findReplay(db.manager, report)).id, options);
      if (stop !== undefined) {
        const { id } = await stopReplay(db, stop, { by: options.by.trim() });
        return await tell(db, id, options);
      }
      const asked = (plan ?? resume) as string;
      if (resume !== undefined) await sayWhereItStopped(line, db, resume);
      await mustBeWanted(line, db, asked, options);
      const begin = plan === undefined ? resumeReplay : confirmReplay;
      const replay = await withLook(line, (look) =>
        begin(db, look, asked, { by: options.by, now: new Date(), ...(perSecond && { perSecond }) }),
      );
      if (options.follow) await follow(line, db, replay);
      return await tell(db, replay.id, options);
    } catch (error) {
      if (!(error instanceof ReplayRefused)) throw error;
      throw new CommandFailure(error.message, error.next, 1, [{ refusal: error.reason }], { cause: error });
    }
  });
}

function rateOf(text: string): number {
  const rate = Number(text.replace(/\/s$/, ''));
  if (rate > 0 && rate <= mostRate) return rate;
  throw new CommandFailure(`--rate ${text} is no rate.`, `Give messages a second, at most ${mostRate}: --rate 20`, 2);
}

async function sayWhereItStopped(line: CommandLine, db: DataSource, asked: string): Promise<void> {
  const { state, stopReason, stopDetail, stoppedBy } = await findReplay(db.manager, asked);
  if (state !== 'stopped' || stoppedBy !== null) return;
  const isPassed = stopReason === 'different' || stopReason === 'died_again';
  line.stderr(`It stopped (${stopReason}): ${stopDetail}.${isPassed ? ' It goes on after that message.' : ''}\n`);
}

/** Whoever confirms on a terminal types how many messages it is about; everybody else says --yes. */
async function mustBeWanted(
  line: CommandLine,
  db: DataSource,
  asked: string,
  { yes = false, json = false }: ReplayLettersOptions,
): Promise<void> {
  if (yes) return;
  const replay = await findReplay(db.manager, asked);
  const { pending } = await countReplay(db, replay.id);
  if (line.ask && !json) {
    line.stderr(`${tableOfReport(await summariseReplay(db, replay))}\n`);
    const typed = await line.ask(
      `${pending} messages are to be sent, skipped or marked as shown. Type ${pending} to confirm: `,
    );
    if (typed.trim() === String(pending)) return;
    throw new CommandFailure('Not confirmed: nothing was sent.', 'Type the number that is shown.');
  }
  throw new CommandFailure(`Nothing was sent: it is about ${pending} messages.`, 'Add --yes to carry the plan out.');
}

function withLook<T>({ env }: CommandLine, work: (look: Look) => Promise<T>): Promise<T> {
  return withSender(readConfig(BrokerConfig, env), (sender) => work((queue) => sender.look(queue)));
}

/** Until it has ended, nobody has taken it, or the operator has seen enough: it goes on by itself. */
async function follow(line: CommandLine, db: DataSource, { id }: Replay): Promise<void> {
  const { signal, dispose } = interruption();
  const begun = performance.now();
  let told = performance.now();
  let wasTaken = false;
  try {
    while (!signal.aborted) {
      const replay = await findReplay(db.manager, id);
      wasTaken ||= replay.isTaken;
      if (replay.state !== 'running') return;
      if (!wasTaken && performance.now() - begun > takenWithinMs) return;
      if (performance.now() - told > tellEveryMs) {
        told = performance.now();
        line.stderr(`${countsInWords(await countReplay(db, id))}\n`);
      }
      await pause(lookEveryMs, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    dispose();
  }
}

async function tell(
  db: DataSource,
  id: string,
  { json = false, messages = false, follow: wasFollowed, stop }: ReplayLettersOptions,
): Promise<Answer> {
  const replay = await findReplay(db.manager, id);
  const counts = await countReplay(db, id);
  const summary = await summariseReplay(db, { id });
  const listed = json || messages ? await listReplayed(db, id, { limit: mostListed }) : [];
  const hasProblem =
    (replay.state === 'stopped' && stop === undefined) ||
    (replay.state === 'running' && wasFollowed && !replay.isTaken);
  return {
    json: { replay, counts, summary, messages: listed },
    text: [
      messages ? tableOfMessages(listed) : tableOfReport(summary),
      `${countsInWords(counts)}.`,
      `${stateInWords(replay)}`,
      ...(replay.state === 'running' ? [`Look again: callbook dlq replay --report ${id}`] : []),
    ].join('\n'),
    ...(hasProblem && { exitCode: 1 as const }),
  };
}
