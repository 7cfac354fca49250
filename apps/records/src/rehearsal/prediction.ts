import { ContractViolation, type EffectKind, type PredictedEffect } from '@callbook/contracts';
import { codeOf, PermanentError, RetryableError } from '@callbook/messaging/failure';

/** What became of a message on the stage. */
export type Rehearsed =
  | { readonly kind: 'handled_before' }
  | { readonly kind: 'repeated' }
  | { readonly kind: 'erased' }
  | { readonly kind: 'done'; readonly effect: readonly string[] }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Rows whose making makes a message a creation; the others follow from them. */
const subjects = new Set(['appointments', 'calls', 'customers']);

/** What to tell of a rehearsal to whoever asked for it. */
export function predictionOf(rehearsed: Rehearsed, eventId: string | null): PredictedEffect {
  const nothing = { effect: 'nothing' as const, code: null, eventId, handledBefore: false, changes: [] };
  switch (rehearsed.kind) {
    case 'handled_before':
      return { ...nothing, reason: 'handled already', handledBefore: true };
    case 'repeated':
      // Its consumer takes it out, and tells nothing.
      return { ...nothing, reason: 'the same message as one before it', changes: null };
    case 'erased':
      return { ...nothing, reason: 'about somebody who was erased' };
    case 'done': {
      const changes = [...rehearsed.effect];
      return { ...nothing, effect: kindOf(changes), reason: inWords(changes), changes };
    }
    case 'failed':
      return { ...nothing, ...failureOf(rehearsed.error), effect: 'fail' };
  }
}

export function kindOf(changes: readonly string[]): EffectKind {
  if (changes.length === 0) return 'nothing';
  const lines = changes.map((line) => line.split(' '));
  if (lines.some(([table = '', verb]) => verb === 'made' && subjects.has(table))) return 'create';
  const isLink = ([table, verb, , columns = '']: readonly string[]) =>
    verb === 'changed' &&
    ((table === 'calls' && /(^|,)appointmentId(,|$)/.test(columns)) ||
      (table === 'appointments' && /(^|,)callId(,|$)/.test(columns)));
  return lines.some(isLink) ? 'link' : 'change';
}

/** `makes 1 appointments, 2 calls; publishes 1`. */
export function inWords(changes: readonly string[]): string {
  if (changes.length === 0) return 'old news: changes nothing';
  const counts = new Map<string, Map<string, number>>();
  for (const line of changes) {
    const [table = '', verb = ''] = line.split(' ');
    const ofVerb = counts.get(verb) ?? new Map<string, number>();
    counts.set(verb, ofVerb.set(table, (ofVerb.get(table) ?? 0) + 1));
  }
  const rows = (of: ReadonlyMap<string, number> | undefined) =>
    [...(of ?? [])].map(([table, count]) => `${count} ${table}`).join(', ');
  const words = [
    ...(['made', 'changed', 'removed'] as const).map((verb) => [verb, rows(counts.get(verb))] as const),
    ['published', rows(counts.get('published'))] as const,
  ];
  return words.flatMap(([verb, what]) => (what ? [`${verb} ${what}`] : [])).join('; ');
}

/** Only errors of our own say what happened without quoting the message. */
function failureOf(error: unknown): Pick<PredictedEffect, 'code' | 'reason' | 'changes'> {
  if (error instanceof ContractViolation)
    return { code: 'invalid_contract', reason: error.message.slice(0, 300), changes: null };
  const isOurs = error instanceof PermanentError || error instanceof RetryableError;
  const later = error instanceof PermanentError ? 'put aside at once' : 'put aside after the whole ladder';
  return { code: codeOf(error), reason: isOurs ? `${error.message.slice(0, 300)} (${later})` : later, changes: null };
}
