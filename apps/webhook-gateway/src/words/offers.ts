import type { Alternative } from '@callbook/contracts';
import { type Locale, spoken, spokenList, spokenName } from './spoken';

/** Name of a person by catalogue id; undefined when nobody has it. */
export type StaffName = (staffId: string) => string | undefined;

export const mostOffers = 3;

/**
 * Free times to choose from, each day told once and each time with whom: "am Dienstag, 24. November, um 10:00 Uhr bei Anna
 * Berger oder um 11:00 Uhr bei Mehmet Kaya". In the order given, at most three.
 */
export function spokenOffers(offers: readonly Alternative[], locale: Locale, staffName: StaffName): string {
  const { language } = locale;
  const days = new Map<string, string[]>();
  for (const { start, staffId } of offers.slice(0, mostOffers)) {
    const day = spoken('onDate', start, locale);
    const name = staffId === null ? undefined : staffName(staffId);
    const time = spoken('atTime', start, locale);
    const offer = name === undefined ? time : `${time} ${withPerson[language]} ${spokenName(name)}`;
    days.set(day, [...(days.get(day) ?? []), offer]);
  }
  const told = [...days].map(([day, times]) => `${day} ${spokenList(times, language, 'disjunction')}`);
  return spokenList(told, language, 'disjunction');
}

const withPerson = { de: 'bei', en: 'with' } as const;
