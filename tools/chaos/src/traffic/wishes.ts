import type { Random } from '../random';
import { freeSlots, type Slot } from './slots';

/** What somebody who rings wants, and how the agent goes about it. */
export interface Wish {
  readonly slot: Slot;
  readonly name: string;
  readonly from: string;
  readonly email?: string;
  /** So many times the same signed bytes at once: the provider repeats what it believes lost. */
  readonly times: number;
  /** Another caller was given the same slot to ask for. */
  readonly contended: boolean;
}

const mostRemembered = 10;

/** Wishes without end: most for a free slot, some sent several times at once, some for a slot that others want too. */
export function* wishes(random: Random, now: Date): Generator<Wish, never> {
  const slots = freeSlots(now);
  const given: Slot[] = [];
  for (let number = 1; ; number++) {
    const contended = given.length > 0 && random.next() < 0.12;
    const slot = contended ? random.pick(given) : slots.next().value;
    given.push(slot);
    if (given.length > mostRemembered) given.shift();
    const anonymous = random.next() < 0.05;
    yield {
      slot,
      name: `Anrufer ${lettersOf(number)}`,
      from: anonymous ? 'anonymous' : `+49151${String(10_000_000 + number)}`,
      ...(!anonymous && { email: `anrufer-${number}@kunde.example` }),
      times: random.next() < 0.15 ? 3 : 1,
      contended,
    };
  }
}

/** Names that are not nearly alike, as near misses are asked back. */
export function lettersOf(number: number): string {
  return [...String(number)].map((digit) => syllables[Number(digit)]).join('');
}

const syllables = ['ba', 'ke', 'di', 'fo', 'gu', 'ma', 'ne', 'pi', 'ro', 'su'];
