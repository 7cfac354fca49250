import { distance } from 'fastest-levenshtein';

/**
 * Whether two folded names are probably one person, heard or spelled differently: one holds the words of the other
 * (`anna`, `anna schmidt`), or they differ by a letter or two (`meyer`, `meier`). Equal names are not near misses.
 */
export function isNearlySame(one: string | null, two: string | null): boolean {
  if (one === null || two === null || one === two) return false;
  const [a, b] = [one.split(' '), two.split(' ')];
  if (a.every((word) => b.includes(word)) || b.every((word) => a.includes(word))) return true;
  const allowed = Math.min(one.length, two.length) < 6 ? 1 : 2;
  return distance(one, two) <= allowed;
}
