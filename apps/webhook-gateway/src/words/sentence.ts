import type { Language } from '@callbook/contracts';
import { createInstance } from 'i18next';
import { de } from './de';
import { en } from './en';

type Key = keyof typeof de;
type CountedKey = { [K in Key]: K extends `${infer Stem}_other` ? Stem : never }[Key];

/** A sentence without forms for one and many. */
export type SentenceKey = Exclude<Key, `${CountedKey}_one` | `${CountedKey}_other`>;
export type Gaps = Readonly<Record<string, string>>;

const sentences = createInstance();
void sentences.init({
  initAsync: false,
  resources: { de: { translation: de }, en: { translation: en } },
  interpolation: { escapeValue: false }, // spoken, not shown in a page
});

/** The sentence in the language, with its gaps filled. What fills them is taken literally, `{{…}}` and all. */
export function sentence(language: Language, key: SentenceKey, gaps: Gaps = {}): string {
  return sentences.t(key, { lng: language, ...gaps });
}

/** The sentence in the form that the language has for this many; `{{count}}` is the number. */
export function countedSentence(language: Language, key: CountedKey, count: number, gaps: Gaps = {}): string {
  return sentences.t(key, { lng: language, count, ...gaps });
}
