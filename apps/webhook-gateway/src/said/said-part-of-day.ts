import { foldedName } from '@callbook/contracts';
import { saidText } from './said-text';

/** Hours of the day, from the first to the last, the last not included. */
export const partsOfDay = { morning: [0, 12], noon: [11, 14], afternoon: [12, 17], evening: [17, 24] } as const;
export type PartOfDay = keyof typeof partsOfDay;

export type ReadPartOfDay = { readonly part: PartOfDay | null } | { readonly problem: 'part_of_day_unknown' };

/** "morgen" alone is not among them: it may be the morning or tomorrow. */
const words: Readonly<Record<PartOfDay | 'any', readonly string[]>> = {
  morning: ['morning', 'mornings', 'forenoon', 'am', 'a m', 'vormittag', 'vormittags', 'morgens', 'frueh'],
  noon: ['noon', 'midday', 'lunchtime', 'mittag', 'mittags'],
  afternoon: ['afternoon', 'afternoons', 'pm', 'p m', 'nachmittag', 'nachmittags'],
  evening: ['evening', 'evenings', 'abend', 'abends'],
  any: ['any', 'any time', 'anytime', 'all day', 'whole day', 'egal', 'ganztags', 'ganzer tag', 'den ganzen tag'],
};

/** Null when none was said, or when it does not matter. */
export function readPartOfDay(said: unknown): ReadPartOfDay {
  const text = saidText(said);
  if (text === null) return { part: null };
  const folded = (foldedName(text) ?? '').replace(/^(?:am|in the|at|gegen|im) (?=.)/, '');
  const part = (Object.keys(words) as (keyof typeof words)[]).find((one) => words[one].includes(folded));
  if (!part) return { problem: 'part_of_day_unknown' };
  return { part: part === 'any' ? null : part };
}
