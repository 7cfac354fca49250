import { foldedName } from '@callbook/contracts';
import { readReference } from './said-reference';
import { readStart } from './said-start';
import { saidText } from './said-text';

/** What a new wish means beside the earlier ones of its call. */
export type SaidInsteadOf =
  | { readonly kind: 'not_said' }
  | { readonly kind: 'unclear' }
  | { readonly kind: 'earlier' }
  | { readonly kind: 'as_well' }
  | { readonly kind: 'start'; readonly start: Date }
  | { readonly kind: 'reference'; readonly reference: string };

const earlierWords = new Set([
  ...['earlier', 'the earlier one', 'instead', 'first', 'the first one', 'previous', 'the previous one', 'before'],
  ...['old', 'the old one', 'replace', 'true', 'yes', 'same', 'the same', 'same person', 'last', 'the last one'],
  ...['statt', 'stattdessen', 'anstatt', 'anstelle', 'ersetzen', 'frueher', 'der fruehere', 'den frueheren', 'ja'],
  ...['erster', 'der erste', 'den ersten', 'die erste', 'das erste', 'vorheriger', 'der vorherige', 'den vorherigen'],
  ...['der alte', 'den alten', 'dieselbe', 'dieselbe person', 'derselbe', 'der letzte', 'den letzten'],
]);
const asWellWords = new Set([
  ...['as well', 'aswell', 'additional', 'additionally', 'both', 'also', 'too', 'in addition', 'extra', 'another'],
  ...['zusaetzlich', 'auch', 'beide', 'beides', 'dazu', 'ausserdem', 'noch einer', 'noch ein termin', 'weiterer'],
]);

/** Reads `instead_of`: a start, a reference, or one of the words for "instead" and "as well". Nothing else is guessed at. */
export function readInsteadOf(
  said: unknown,
  context: { timeZone: string; referencePrefix: string; now: Date },
): SaidInsteadOf {
  const text = said === true ? 'true' : saidText(said);
  if (text === null) return { kind: 'not_said' };
  const folded = foldedName(text) ?? '';
  if (earlierWords.has(folded)) return { kind: 'earlier' };
  if (asWellWords.has(folded)) return { kind: 'as_well' };
  const read = readStart(text, context);
  if ('start' in read) return { kind: 'start', start: read.start };
  // Without the company's letters a code may be anything: `10:00`, say.
  const reference = folded.startsWith(context.referencePrefix.toLowerCase()) ? readReference(text, context) : null;
  return reference === null ? { kind: 'unclear' } : { kind: 'reference', reference };
}
