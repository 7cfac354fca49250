import { planOf } from '../history/plan';
import type { Arena } from '../writers/arena';
import { type MakeWriter, realWriter } from '../writers/writer';
import { play, type Played } from './play';

export interface Campaign {
  /** The first of `runs`; one seed is one history. */
  readonly seed: number;
  readonly runs: number;
  /** Histories told side by side. */
  readonly atOnce: number;
  readonly makeWriter?: MakeWriter;
  /** Ends after so many that went wrong; default: all are played. */
  readonly mostFound?: number;
}

export interface Found {
  readonly seed: number;
  readonly played: Played;
}

export interface Tally {
  readonly runs: number;
  readonly messages: number;
  /** How often each kind of message was in a history. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly found: readonly Found[];
}

/** Plays the histories of these seeds. */
export async function campaign(
  arena: Arena,
  { seed: first, runs, atOnce, makeWriter = realWriter, mostFound = Infinity }: Campaign,
  onProgress: (played: number) => void = () => {},
): Promise<Tally> {
  const kinds: Record<string, number> = {};
  const found: Found[] = [];
  let [messages, played] = [0, 0];
  while (played < runs && found.length < mostFound) {
    const seeds = Array.from({ length: Math.min(atOnce, runs - played) }, (_, place) => first + played + place);
    const all = await play(
      arena,
      seeds.map((seed) => planOf(seed)),
      makeWriter,
    );
    all.forEach((one, place) => {
      messages += one.history.messages.length;
      for (const { event } of one.history.messages) kinds[event.type] = (kinds[event.type] ?? 0) + 1;
      if (one.violations) found.push({ seed: seeds[place] as number, played: one });
    });
    played += seeds.length;
    onProgress(played);
  }
  return { runs: played, messages, kinds, found };
}
