import { type Guard, guards } from '../breaks/guards';
import { simulate, type Told } from '../simulation';

/**
 * Plays the stories of these seeds, one after the other.
 * @param broken the guard that is taken away
 * @throws Error when a story breaks down
 */
export async function play(first: number, count: number, broken?: Guard): Promise<Told[]> {
  const told: Told[] = [];
  for (let seed = first; seed < first + count; seed += 1) told.push(await one(seed, broken));
  return told;
}

/** How many seeds it takes until the guard is missed; null when it is not, in as many as `most`. */
export async function seedsUntilMissed(broken: Guard, first: number, most: number): Promise<number | null> {
  for (let played = 1; played <= most; played += 1) {
    const { violations } = await one(first + played - 1, broken);
    if (violations.length > 0) return played;
  }
  return null;
}

async function one(seed: number, broken?: Guard): Promise<Told> {
  try {
    return await simulate(seed, broken && { broken: guards[broken] });
  } catch (error) {
    throw new Error(`seed ${seed} broke down: ${(error as Error).message}`, { cause: error });
  }
}
