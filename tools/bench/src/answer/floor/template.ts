/** A text in which some words are to be replaced by others. */
export type Template = (ownWords: ReadonlyMap<string, string>) => string;

/** @param words that are replaced wherever they occur; the longest first, so that none hides within another */
export function templateOf(text: string, words: readonly string[]): Template {
  const sorted = [...words].filter((word) => word !== '').sort((a, b) => b.length - a.length);
  if (sorted.length === 0) return () => text;
  const pattern = new RegExp(`(${sorted.map(escaped).join('|')})`);
  const parts = text.split(pattern);
  return (ownWords) => parts.map((part, index) => (index % 2 === 1 ? (ownWords.get(part) ?? part) : part)).join('');
}

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
