import { type Event, identitiesOf } from '@callbook/contracts';
import type { ToldOf } from '@callbook/database';

/** Written in E.164 they are already, but for signs that people put between the digits. */
const toE164 = (text: string): string | null => {
  const digits = text.replaceAll(/[\s()./-]/g, '');
  return /^\+\d{3,15}$/.test(digits) ? digits : null;
};

/**
 * Whom an event of any type is about, known here or not: a newer one may have other things where we look. What is
 * correlated with a call is always about its caller. Where it is not told when that was, it was long ago.
 */
export function peopleIn(event: Event<unknown>): ToldOf[] {
  const { company, correlationid, time } = event;
  const told = [{ kind: 'call' as const, value: correlationid, at: new Date(time) }, ...namedIn(event)];
  return told
    .filter(({ value }) => typeof value === 'string')
    .map(({ kind, value, at }) => ({ company, kind, value, at: Number.isNaN(at.getTime()) ? new Date(0) : at }));
}

function namedIn({ data, time }: Event<unknown>) {
  if (typeof data !== 'object' || data === null) return [];
  try {
    return identitiesOf({ data, time }, toE164);
  } catch (error) {
    if (error instanceof TypeError) return []; // not of the form that any contract of ours has
    throw error;
  }
}
