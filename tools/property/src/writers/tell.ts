import { PermanentError, RetryableError } from '@callbook/messaging/failure';
import { deliveriesOf, type History, type Message } from '../history/events';
import type { Writer } from './writer';

/** A message that did not end as it should. */
export interface Unhandled {
  readonly message: Message;
  readonly why: string;
}

interface HandOver {
  readonly message: Message;
  readonly at: number;
  readonly writer: Writer;
}

/** Errors that nobody expects are retried as the ladder does, so often. */
const mostTries = 3;

/**
 * Hands all messages of a history over as it says: to either writer, in its order, once or several times; those that ask to
 * be retried again after the others, for as long as one of them still gets anywhere.
 * @returns messages that failed in another way than by waiting for what never comes
 */
export async function tell(
  history: History,
  writers: readonly [Writer, Writer],
  isReplay = false,
): Promise<Unhandled[]> {
  const unhandled: Unhandled[] = [];
  const handOvers = history.messages
    .flatMap((message): HandOver[] =>
      deliveriesOf(message, isReplay).map(({ at, writer }) => ({ message, at, writer: writers[writer] })),
    )
    .sort((a, b) => a.at - b.at);
  let waiting: HandOver[] = [];
  const failed = (one: HandOver, why: string) => void unhandled.push({ message: one.message, why });
  for (const atOnce of wavesOf(handOvers, history.atOnce)) waiting.push(...(await handOver(atOnce, failed)));
  for (;;) {
    const before = waiting.length;
    const again = waiting;
    waiting = [];
    for (const one of again) waiting.push(...(await handOver([one], failed)));
    if (waiting.length === before) return unhandled;
  }
}

function wavesOf(handOvers: readonly HandOver[], atOnce: boolean): HandOver[][] {
  if (!atOnce) return handOvers.map((one) => [one]);
  const waves = new Map<number, HandOver[]>();
  for (const one of handOvers) waves.set(one.at, [...(waves.get(one.at) ?? []), one]);
  return [...waves.values()];
}

/** @returns those that wait for something */
async function handOver(all: readonly HandOver[], failed: (one: HandOver, why: string) => void): Promise<HandOver[]> {
  const ends = await Promise.all(all.map((one) => tryTo(one, failed)));
  return all.filter((_, place) => ends[place] === 'waits');
}

async function tryTo(
  one: HandOver,
  failed: (one: HandOver, why: string) => void,
): Promise<'handled' | 'waits' | 'failed'> {
  for (let tries = 1; ; tries++) {
    try {
      await one.writer.tell(one.message.event);
      return 'handled';
    } catch (error) {
      if (error instanceof RetryableError) return 'waits';
      if (!(error instanceof PermanentError) && tries < mostTries) continue;
      failed(one, error instanceof PermanentError ? `dead letter ${error.code}` : String((error as Error).stack));
      return 'failed';
    }
  }
}
