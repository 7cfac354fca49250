import { randomBytes, randomUUID } from 'node:crypto';

/** What tells one call from another, as its caller and the calendar know it. */
export interface CallWords {
  readonly callId: string;
  readonly email: string;
  readonly phone: string;
  readonly uid: string;
  readonly reference: string;
}

/** Words of a traced call that must be others when the same is done again; each with how to make another one. */
export type OwnWords = ReadonlyMap<string, (turn: number) => string>;

const uuids = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;
const instants = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g;
const dayMs = 86_400_000;
const halfHourMs = 1_800_000;

/**
 * The ids and the times of the appointment in what was written for one call. Other times are a quarter of an hour beside those
 * anybody asks for, so that nothing is found there.
 * @param texts everything that was sent for it
 * @param others the same for another call: an id that is in both stands for something else
 */
export function ownWordsOf(call: CallWords, texts: readonly string[], others: readonly string[], now: Date): OwnWords {
  const shared = new Set(others.flatMap((text) => text.match(uuids) ?? []));
  const words = new Map<string, (turn: number) => string>([
    [call.callId, () => `call_${hexOf(call.callId.length - 'call_'.length)}`],
    [call.email, (turn) => `floor-${turn}-${hexOf(6)}@kunde.example`],
    [call.phone, (turn) => `+49152${String(turn).padStart(8, '0')}`],
    [call.uid, () => wordOf(call.uid.length)],
    [call.reference, () => `${call.reference.slice(0, -4)}${wordOf(4).toUpperCase()}`],
  ]);
  for (const text of texts) {
    for (const id of text.match(uuids) ?? []) if (!shared.has(id)) words.set(id, () => randomUUID());
    for (const instant of text.match(instants) ?? []) {
      const time = Date.parse(instant);
      if (time > now.getTime() + dayMs)
        words.set(instant, (turn) => shifted(instant, time + (turn + 0.5) * halfHourMs));
    }
  }
  return words;
}

/** Another time, written with the same offset and as many digits. */
function shifted(like: string, time: number): string {
  const [, digits = ''] = /\.(\d+)/.exec(like) ?? [];
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(like) ?? [];
  const offsetMs = sign ? (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1) : 0;
  const text = new Date(time + offsetMs).toISOString();
  const fraction = digits ? `.${text.slice(20, 23).padEnd(digits.length, '0').slice(0, digits.length)}` : '';
  return `${text.slice(0, 19)}${fraction}${sign ? like.slice(-6) : 'Z'}`;
}

const hexOf = (length: number): string => randomBytes(length).toString('hex').slice(0, length);

const letters = '123456789abcdefghijkmnopqrstuvwxyz';
const wordOf = (length: number): string =>
  [...randomBytes(length)].map((byte) => letters[byte % letters.length]).join('');
