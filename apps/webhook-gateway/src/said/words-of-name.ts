const titles = new Set([
  'herr',
  'herrn',
  'frau',
  'dr',
  'doktor',
  'prof',
  'professor',
  'mr',
  'mrs',
  'ms',
  'miss',
  'doctor',
]);

/** The words of a name as they are written, without titles. */
export function wordsOfName(name: string | null): string[] {
  const words = (name ?? '').split(/[\s,]+/).filter((word) => /\p{Letter}/u.test(word));
  return words.filter((word) => !titles.has(word.replace(/\.$/, '').toLowerCase()));
}
