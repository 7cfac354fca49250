import { type CallAnalysis, type CallEnd, digestOf } from '@callbook/contracts';
import type { Call, CallStatus } from './call';

const statusRank: Readonly<Record<CallStatus, number>> = { started: 0, ended: 1, analyzed: 2 };

const identityFields = [
  'branchId',
  'fromNumber',
  'toNumber',
  'customerNumber',
  'direction',
  'agentVersion',
  'startedAt',
] as const satisfies readonly (keyof Call)[];

/** The known call with what it did not know about who was on the line: such a field is filled once and then stays. */
export function withIdentityOf(known: Call, told: Call): Call {
  const gaps = identityFields.filter((field) => known[field] === null && told[field] !== null);
  const toldAt = earlierOf(known.toldAt, told.toldAt);
  const call: Call = { ...known, ...Object.fromEntries(gaps.map((field) => [field, told[field]])), toldAt };
  return { ...call, customerCauseSince: call.customerCause && (call.startedAt ?? toldAt) };
}

/** The call as one of which is known since `toldAt` that it is over. */
export function overSince(call: Call, toldAt: Date): Call {
  return { ...call, overToldAt: earlierOf(call.overToldAt, toldAt) };
}

const endFields = [
  'endedAt',
  'durationMs',
  'disconnectionReason',
  'costCents',
] as const satisfies readonly (keyof Call & keyof CallEnd)[];
const textFields = ['transcript', 'recordingUrl'] as const satisfies readonly (keyof CallEnd)[];

/** A call after one more message, and what is kept beside it: null where the message has nothing better than is there. */
export interface ToldCall {
  readonly call: Call;
  readonly transcript: string | null;
  readonly recordingUrl: string | null;
}

/** The call, over. */
export function withEnd(call: Call, { end, observedAt }: { end: CallEnd; observedAt: Date }): ToldCall {
  const source = `1 ended ${observedAt.toISOString()} ${digestOf({ end })}`;
  return withEndFields({ ...call, status: laterOf(call.status, 'ended') }, end, source);
}

/** The call with one reading of it; the latest observed counts, whatever order they come in. */
export function withAnalysis(call: Call, told: { end: CallEnd; analysis: CallAnalysis; observedAt: Date }): ToldCall {
  const { end, analysis, observedAt } = told;
  const digest = digestOf({ end, analysis });
  const source = `2 analyzed ${observedAt.toISOString()} ${digest}`;
  const ended = withEndFields({ ...call, status: 'analyzed' }, end, source);
  if (!isLater([observedAt, digest], [call.analysisObservedAt, call.analysisDigest])) return ended;
  const analyzed: Call = {
    ...ended.call,
    summary: analysis.summary,
    sentiment: analysis.sentiment,
    successful: analysis.successful,
    inVoicemail: analysis.inVoicemail,
    customAnalysis: analysis.custom,
    analysisObservedAt: observedAt,
    analysisDigest: digest,
  };
  return { ...ended, call: analyzed };
}

/**
 * Each field is from the highest-ranking message that has it: an analysis beats the end, a later observation an earlier one.
 * @param source sorts by rank
 */
function withEndFields(call: Call, end: CallEnd, source: string): ToldCall {
  const told = { ...end, endedAt: end.endedAt ? new Date(end.endedAt) : null };
  const isTaken = (field: keyof CallEnd): boolean =>
    (told[field] ?? null) !== null && source > (call.endSources[field] ?? '');
  const taken = endFields.filter(isTaken);
  const texts = textFields.filter(isTaken);
  return {
    call: {
      ...call,
      ...Object.fromEntries(taken.map((field) => [field, told[field]])),
      endSources: { ...call.endSources, ...Object.fromEntries([...taken, ...texts].map((field) => [field, source])) },
    },
    transcript: texts.includes('transcript') ? told.transcript : null,
    recordingUrl: texts.includes('recordingUrl') ? told.recordingUrl : null,
  };
}

function earlierOf(a: Date | null, b: Date | null): Date | null {
  if (!a || !b) return a ?? b;
  return a < b ? a : b;
}

function laterOf(a: CallStatus, b: CallStatus): CallStatus {
  return statusRank[a] > statusRank[b] ? a : b;
}

type Observed = readonly [at: Date | null, digest: string | null];

function isLater([at, digest]: Observed, [knownAt, knownDigest]: Observed): boolean {
  if (!at || !knownAt) return knownAt === null;
  return at.getTime() === knownAt.getTime() ? (digest ?? '') > (knownDigest ?? '') : at > knownAt;
}
