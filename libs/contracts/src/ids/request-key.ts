import { derivedId } from './derived-id';

/** What the caller wants done. */
export const operations = ['book', 'reschedule', 'cancel'] as const;
export type Operation = (typeof operations)[number];

/** What makes two requests the same booking: meaning, not bytes. */
export interface RequestMeaning {
  readonly company: string;
  readonly retellCallId: string;
  /** Catalogue id: two spellings of one service are one service. */
  readonly serviceId: string;
  readonly start: Date;
  /** The attendee as said. Never phone or e-mail: models repeat a request with one of them missing. */
  readonly attendeeName: string | null;
}

/**
 * The request key. It is hashed, so it can stand in logs and metadata without giving a name away.
 * The start counts to the minute: `10:00` and `10:00:00` are one slot.
 */
export function requestKey(meaning: RequestMeaning): string {
  const minute = Math.floor(meaning.start.getTime() / 60_000);
  const { company, retellCallId, serviceId, attendeeName } = meaning;
  return derivedId(
    'request',
    company,
    retellCallId,
    'book' satisfies Operation,
    serviceId,
    minute,
    foldedName(attendeeName) ?? 'caller',
  );
}

/** What makes two requests the same change of an appointment. */
export interface ChangeMeaning {
  readonly company: string;
  readonly retellCallId: string;
  readonly operation: Exclude<Operation, 'book'>;
  /** Of the booking as it stands; null for a wish of this call that is no appointment yet. */
  readonly calcomUid: string | null;
  /** The wanted start of a move; of a cancellation, the start of what is cancelled. */
  readonly start: Date;
}

/** The request key of a change. */
export function changeKey({ company, retellCallId, operation, calcomUid, start }: ChangeMeaning): string {
  const minute = Math.floor(start.getTime() / 60_000);
  return derivedId('request', company, retellCallId, operation, calcomUid, minute);
}

/** Id of one round of a request; travels to Cal.com as `metadata.callbook_request_id`. */
export function requestId(key: string, round: number): string {
  return derivedId('round', key, round);
}

const germanSpellings: readonly (readonly [RegExp, string])[] = [
  [/ß/g, 'ss'],
  [/ä/g, 'ae'],
  [/ö/g, 'oe'],
  [/ü/g, 'ue'],
  [/æ/g, 'ae'],
  [/ø/g, 'oe'],
];

/**
 * One spelling for the ways a name is written down: case, spaces, accents, ß/ss, ä/ae. Null when nothing is left of it.
 * `Jürgen  GROSS`, `juergen groß` and `Juergen Gross` are one person.
 */
export function foldedName(name: string | null): string | null {
  let folded = (name ?? '').normalize('NFC').toLocaleLowerCase('de');
  for (const [letter, spelling] of germanSpellings) folded = folded.replace(letter, spelling);
  folded = folded
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim();
  return folded === '' ? null : folded;
}
