import { languages } from '@callbook/contracts';
import { de } from './de';
import { en } from './en';
import { countedSentence } from './sentence';

const catalogues = { de, en } as const;
const keys = Object.keys(de) as (keyof typeof de)[];
const gapsIn = (text: string) => (text.match(/{{\w+}}/g) ?? []).toSorted();

describe('the message catalogues', () => {
  it('have the same sentences in every language', () => {
    expect(Object.keys(catalogues).toSorted()).toEqual([...languages].toSorted());
    expect(Object.keys(en).toSorted()).toEqual(Object.keys(de).toSorted());
  });

  it.each(keys)('%s has the same gaps in every language, and says something', (key) => {
    // The number may be a word in one form of a language and a figure in the other.
    const gaps = languages.map((language) => gapsIn(catalogues[language][key]).filter((gap) => gap !== '{{count}}'));
    expect(gaps[1]).toEqual(gaps[0]);
    expect(languages.filter((language) => catalogues[language][key].trim() === '')).toEqual([]);
  });

  it('have every form of number that the language has, wherever they have one', () => {
    const stems = keys.filter((key) => key.endsWith('_other')).map((key) => key.replace(/_other$/, ''));
    expect(stems.length).toBeGreaterThan(0);
    for (const language of languages) {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      const missing = stems.flatMap((stem) => forms.map((form) => `${stem}_${form}`)).filter((key) => !(key in de));
      expect([language, missing]).toEqual([language, []]);
    }
  });

  it('promise no message, for there is no channel for one', () => {
    const asking = /Welche darf ich eintragen|buchstabieren|Which one may I note down|spell it/;
    const all = languages.flatMap((language) => Object.values(catalogues[language]));
    const promising = all.filter((text) =>
      /mail|sms|nachricht|message|bestätigung|whatsapp|benachrichtig|notify/i.test(text),
    );
    expect(promising.filter((text) => !asking.test(text))).toEqual([]);
  });

  it('never say of what is pending that it is done or has failed', () => {
    const pending = keys.filter((key) => /^(pending|not_taken)_/.test(key));
    expect(pending).toHaveLength(6);
    for (const text of pending.flatMap((key) => languages.map((language) => catalogues[language][key]))) {
      expect(text).toMatch(/noch nicht bestätigt|not confirmed yet/);
      expect(text).not.toMatch(/gebucht|booked|fehlgeschlagen|failed|ist verlegt|ist abgesagt|is moved|is cancelled/);
    }
  });
});

describe('a counted sentence', () => {
  it.each([
    ['de', 1, 'Ich habe einen Termin gefunden: X.'],
    ['de', 2, 'Ich habe 2 Termine gefunden: X.'],
    ['en', 1, 'I have found one appointment: X.'],
    ['en', 3, 'I have found 3 appointments: X.'],
  ] as const)('has the form of its number: %s, %i', (language, count, say) => {
    expect(countedSentence(language, 'found', count, { appointments: 'X' })).toBe(say);
  });
});
