import { wordsOfName } from '../said/words-of-name';
import { spokenName } from './spoken';

/**
 * All that may be told of a name on the strength of a caller's number. Null when it is one word: that may be the family name,
 * which only the caller should know.
 */
export function firstName(name: string | null): string | null {
  const words = wordsOfName(name);
  return words.length < 2 ? null : spokenName(words[0] as string);
}
