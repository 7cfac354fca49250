import { difference, type Effect, subjectOf } from './effect';
import type { CurrentItem, ReplayRows, Result, Seen, StopReason } from './replay-rows.repository';

/** What became of a message that was sent, and why that is no reason to go on. */
export interface Ending {
  readonly result: Result;
  readonly did: Effect | null;
  readonly surprise?: { readonly reason: StopReason; readonly how: string };
}

/** Undefined while nothing is known of it. */
export async function endingOf(rows: ReplayRows, replayId: string, item: CurrentItem): Promise<Ending | undefined> {
  const seen = await rows.look(replayId, item);
  if (seen.handledBy) {
    const how = await surpriseIn(rows, replayId, item, seen);
    // Of what is not predicted nothing is compared, and what is seen may be the effect of an earlier copy.
    const did = item.changes === null ? null : seen.did;
    return how ? { result: 'different', did, surprise: { reason: 'different', how } } : { result: 'as_predicted', did };
  }
  if (seen.isGone) return { result: 'gone', did: null };
  if (!seen.diedAgain) return undefined;
  return { result: 'died_again', did: null, surprise: { reason: 'died_again', how: `died again (${seen.code})` } };
}

async function surpriseIn(
  rows: ReplayRows,
  replayId: string,
  { place, changes }: CurrentItem,
  { handledBy, did }: Seen,
): Promise<string | undefined> {
  if (handledBy === 'another delivery') return 'was handled meanwhile, by another delivery';
  if (changes === null) return undefined;
  if (did === null)
    return 'was handled, and its consumer tells nothing of what it did: perhaps another delivery was first';
  const lines = difference(changes, did);
  if (lines.length === 0) return undefined;
  // Rows that messages before it have changed are not as they were when this one was rehearsed.
  const subjects = [...new Set(lines.map(subjectOf))];
  const touched = await rows.touchedBefore(replayId, place, subjects);
  const unexpected = lines.filter((line) => !touched.has(subjectOf(line)));
  return unexpected.length === 0 ? undefined : `did something else: ${unexpected.slice(0, 3).join('; ')}`;
}
