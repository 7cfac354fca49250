import type { Language } from '@callbook/contracts';
import { createInstance } from 'i18next';
import { de } from './de';
import { en } from './en';

export type SentenceKey = keyof typeof de;

const sentences = createInstance();
void sentences.init({
  initAsync: false,
  resources: { de: { translation: de }, en: { translation: en } },
  interpolation: { escapeValue: false }, // spoken, not shown in a page
});

/** The sentence in the language, with its gaps filled. What fills them is taken literally, `{{…}}` and all. */
export function sentence(language: Language, key: SentenceKey, gaps: Readonly<Record<string, string>> = {}): string {
  return sentences.t(key, { lng: language, ...gaps });
}
