import { foldedName, type FoundAppointment } from '@callbook/contracts';
import { wordsOfName } from '../said/words-of-name';
import { localMinute, type SaidAppointment } from './said-appointment';

/** What is there for a caller. */
export interface Candidates {
  /** Of the caller's number, and those this call has booked. */
  readonly own: readonly FoundAppointment[];
  /** Found by the reference alone: anybody's. */
  readonly byReference: readonly FoundAppointment[];
}

export type Choice =
  /** In the order found; never empty. */
  | { readonly kind: 'found'; readonly appointments: readonly [FoundAppointment, ...FoundAppointment[]] }
  /** Too little was said to tell anything. */
  | { readonly kind: 'second_fact_missing' }
  /** Enough was said, and nothing fits it. */
  | { readonly kind: 'nothing_fits' };

/**
 * The appointments a caller means and may hear of. A number can be shared and forged, so it is not enough: the family name
 * or the time must be said as well; for an appointment of another number, or when the number is withheld, the reference and
 * the name. What this very call has booked needs neither. Of anything else not even that it exists is told: whether something
 * is missing is judged by what was said alone.
 */
export function chooseAppointments(
  said: SaidAppointment,
  { own, byReference }: Candidates,
  { timeZone, isNumberKnown }: { timeZone: string; isNumberKnown: boolean },
): Choice {
  const ownIds = new Set(own.map(({ appointmentId }) => appointmentId));
  const foreign = byReference.filter(({ appointmentId }) => !ownIds.has(appointmentId));
  const isSaidTime = (one: FoundAppointment) =>
    said.time !== null && localMinute(one.startsAt, timeZone).startsWith(said.time.local);
  const fits = (one: FoundAppointment) =>
    (said.reference === null || one.reference === said.reference) && (said.time === null || isSaidTime(one));
  const isNamed = (one: FoundAppointment) => isSamePerson(said.name, one.attendeeName);

  const allowed = [
    ...own.filter((one) => fits(one) && (one.bookedInThisCall || (isNumberKnown && isProven(one)))),
    ...foreign.filter((one) => fits(one) && isNamed(one)),
  ];
  const named = allowed.filter(isNamed);
  const [first, ...more] = named.length > 0 ? named : allowed;
  if (first) return { kind: 'found', appointments: [first, ...more] };
  const wasEnough = isNumberKnown
    ? said.name !== null || said.time !== null
    : said.reference !== null && said.name !== null;
  return { kind: wasEnough ? 'nothing_fits' : 'second_fact_missing' };

  /** A name that was said must be right, even beside the right time. */
  function isProven(one: FoundAppointment): boolean {
    return said.name === null ? isSaidTime(one) : isNamed(one);
  }
}

/** Whether the said name holds the family name, and nothing that is not in the name. A first name alone proves nothing. */
export function isSamePerson(said: string | null, name: string | null): boolean {
  const [saidWords, words] = [foldedWords(said), foldedWords(name)];
  const family = words.at(-1);
  return family !== undefined && saidWords.includes(family) && saidWords.every((word) => words.includes(word));
}

const foldedWords = (name: string | null): string[] =>
  wordsOfName(name).flatMap((word) => foldedName(word)?.split(' ') ?? []);
