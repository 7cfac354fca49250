import type { Random } from '../random';
import { freeSlots, type Slot } from '../traffic/slots';
import { lettersOf } from '../traffic/wishes';

/** One booking that somebody wants: a person, and a time that nobody else wants. Nothing stands against it. */
export interface Intention {
  readonly slot: Slot;
  readonly name: string;
  readonly from: string;
  readonly email?: string;
  /** So many times the same signed bytes at once: the provider repeats what it believes lost. */
  readonly times: number;
  /** The agent asks once more when it hears "not confirmed yet". */
  readonly asksAgain: boolean;
}

/** So many, each of another person for another time. */
export function intentions(count: number, random: Random, now: Date): Intention[] {
  const slots = freeSlots(now);
  return Array.from({ length: count }, (_, index) => {
    const isWithheld = random.next() < 0.05;
    const hasEmail = isWithheld || random.next() < 0.8;
    return {
      slot: slots.next().value,
      name: `Anrufer ${lettersOf(index + 1)}`,
      from: isWithheld ? 'anonymous' : `+49151${String(20_000_000 + index)}`,
      ...(hasEmail && { email: `intention-${index + 1}@kunde.example` }),
      times: random.next() < 0.15 ? 2 : 1,
      asksAgain: random.next() < 0.5,
    };
  });
}
