import { type Event, identitiesOf } from '@callbook/contracts';
import type { ToldOf } from '@callbook/database';

/** Written in E.164 they are already, but for signs that people put between the digits. */
const toE164 = (text: string): string | null => {
  const digits = text.replaceAll(/[\s()./-]/g, '');
  return /^\+\d{3,15}$/.test(digits) ? digits : null;
};

/**
 * Whom an event of any type is about, known here or not, and whatever is in it: what has another form than we know is passed
 * over, field by field. What is correlated with a call is always about its caller. Where it is not told when that was, it
 * was long ago.
 */
export function peopleIn(event: Event<unknown>): ToldOf[] {
  const { company, correlationid, time } = event as Readonly<Record<string, unknown>>;
  if (typeof company !== 'string') return [];
  const at = typeof time === 'string' ? time : '';
  const call =
    typeof correlationid === 'string' ? [{ kind: 'call' as const, value: correlationid, at: new Date(at) }] : [];
  const named = identitiesOf({ data: namesIn(event.data), time: at }, toE164);
  return [...call, ...named].map(({ kind, value, at: when }) => ({ company, kind, value, at: plausible(when) }));
}

/** Whatever an event can be about, in the form `identitiesOf` needs. */
function namesIn(data: unknown): object {
  return {
    ...texts(data, 'retellCallId', 'rootUid', 'calcomUid', 'uid', 'previousUid', 'providerCreatedAt'),
    ...texts(data, 'customerId', 'intoId', 'previousIntoId', 'actedAt'),
    call: texts(field(data, 'call'), 'retellCallId', 'startedAt', 'customerNumber'),
    target: texts(field(data, 'target'), 'rootUid', 'calcomUid'),
    segments: list(field(data, 'segments')).map((segment) => texts(segment, 'uid')),
    attendeeAsSaid: texts(field(data, 'attendeeAsSaid'), 'email', 'phone'),
    attendeeAsBooked: texts(field(data, 'attendeeAsBooked'), 'email', 'phone'),
  };
}

const field = (value: unknown, name: string): unknown => (Object(value) as Record<string, unknown>)[name];
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Those of the fields that are texts. */
function texts(value: unknown, ...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const text = field(value, name);
      return typeof text === 'string' ? [[name, text]] : [];
    }),
  );
}

/** Nothing that the database could not compare with. */
function plausible(at: Date): Date {
  const year = at.getUTCFullYear();
  return year >= 1 && year <= 9999 ? at : new Date(0);
}
