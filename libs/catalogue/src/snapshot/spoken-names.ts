import { foldedName } from '@callbook/contracts';
import type { Service, Staff } from './model';

/** The service that is meant; undefined when none or more than one could be. */
export function serviceAsSaid(services: readonly Service[], asSaid: string): Service | undefined {
  const said = foldedName(asSaid);
  return onlyOne(
    services.filter(({ key, name, aliases }) =>
      [key, name.de, name.en, ...aliases].some((spelling) => foldedName(spelling) === said),
    ),
  );
}

const titles = new Set(['herr', 'herrn', 'frau', 'dr', 'doktor', 'prof', 'professor', 'mr', 'mrs', 'ms', 'doctor']);

/**
 * The person who is meant: by whole name or alias; else by one part of the name, as in "Frau Berger" or "Anna".
 * Undefined when it could be nobody, or more than one.
 */
export function staffAsSaid(staff: readonly Staff[], asSaid: string): Staff | undefined {
  const said = withoutTitles(asSaid);
  if (said === '') return undefined;
  const whole = staff.filter(({ name, aliases }) =>
    [name, ...aliases].some((spelling) => withoutTitles(spelling) === said),
  );
  if (whole.length > 0) return onlyOne(whole);
  return onlyOne(staff.filter(({ name }) => withoutTitles(name).split(' ').includes(said)));
}

function withoutTitles(name: string): string {
  const words = (foldedName(name) ?? '').split(' ');
  return words.filter((word) => !titles.has(word)).join(' ');
}

function onlyOne<T>(candidates: readonly T[]): T | undefined {
  return candidates.length === 1 ? candidates[0] : undefined;
}
