import { type AppointmentState, CallAnswerOwed, type CallIdentity, CallOwedAnswerSettled } from '@callbook/contracts';
import type { Call } from '../calls/call';
import type { Outcome } from '../outcomes/outcome';
import { type Cause, followUp } from '../transaction/follow-up';
import type { RecordsTransaction } from '../transaction/records';
import type { OwedAnswer, Said } from './owed-answer';
import { owedInTime } from './owed-in-time';

/** Who says so when the facts do: what was owed no longer is. */
export const byCallbook = 'callbook';

/** A row of `records.owed_answers`. */
export interface KeptOwedAnswer extends OwedAnswer {
  readonly company: string;
  readonly callId: string;
  readonly settledAt: Date | null;
  readonly settledBy: string | null;
}

/**
 * Brings what the caller of an opened call is owed in line with what was said, what became of it, and how long ago. Each owed
 * answer is published once, and again when there is something else to tell; that opens one which was settled. An answer that
 * the agent got in the meantime is owed no longer; only what a person has settled stays.
 * @returns when to look again although nothing is heard; null for never
 */
export async function keepOwedAnswers(
  tx: RecordsTransaction,
  call: Call,
  { cause, now }: { readonly cause: Cause; readonly now: Date },
): Promise<Date | null> {
  const said = await tx.functionAnswers.toRequestsOf(call.id);
  const outcomes = await tx.outcomes.ofCall(call.id);
  if (said.length === 0 && outcomes.length === 0) return null;
  const known = await tx.owedAnswers.ofCall(call.id);
  const { owed, dueAt } = owedInTime(said, outcomes, { now: latest(now, known), patience: tx.patience });

  for (const answer of owed) {
    const before = known.find(({ id }) => id === answer.id);
    if (isSettledAlready(answer, known, said)) continue;
    const isNews = before?.outcome !== answer.outcome || before.reason !== answer.reason;
    const row = rowOf(call, answer, isNews ? undefined : before);
    await tx.owedAnswers.put(row);
    if (!isNews) continue;
    const data = announcement(row, call, outcomes);
    await tx.publish(followUp(CallAnswerOwed, data, cause, now, row.id));
  }

  const told = known.filter(({ id, settledAt }) => !settledAt && !owed.some((one) => one.id === id));
  for (const { id } of told) {
    await tx.owedAnswers.remove(id);
    const data = { owedAnswerId: id, retellCallId: call.retellCallId, by: byCallbook, note: 'no longer owed' };
    await tx.publish(followUp(CallOwedAnswerSettled, { ...data, settledAt: now.toISOString() }, cause, now, id));
  }
  return dueAt;
}

/** Another replica's clock may be ahead: what it has found to be owed by time is not taken back. */
function latest(now: Date, known: readonly KeptOwedAnswer[]): Date {
  return known.reduce((time, { owedSince }) => (owedSince > time ? owedSince : time), now);
}

/** A person settled the silence about a request by another function call of it, the first that was known then. */
function isSettledAlready({ id, requestId }: OwedAnswer, known: readonly KeptOwedAnswer[], said: readonly Said[]) {
  const key = said.find(({ functionCallId }) => functionCallId === id)?.requestKey;
  const same = said.filter(({ requestKey }) => requestKey === key).map(({ functionCallId }) => functionCallId);
  return requestId === null && known.some((one) => one.settledAt !== null && same.includes(one.id));
}

function rowOf({ id: callId, company }: Call, answer: OwedAnswer, before: KeptOwedAnswer | undefined): KeptOwedAnswer {
  const { settledAt = null, settledBy = null } = before ?? {};
  return { ...answer, company, callId, settledAt, settledBy };
}

function announcement(row: KeptOwedAnswer, call: Call, outcomes: readonly Outcome[]): CallAnswerOwed {
  const { id: owedAnswerId, requestId, operation, outcome, reason, saidAt } = row;
  const known = outcomes.find((one) => one.requestId === requestId);
  const appointment = known?.appointmentId ? (known.event as AppointmentState) : null;
  const about = { owedAnswerId, call: identityOf(call), requestId: requestId ?? owedAnswerId };
  return { ...about, operation, outcome, reason, appointment, saidAt: saidAt.toISOString() };
}

function identityOf(call: Call): CallIdentity {
  const { retellCallId, agentId, agentVersion, callType, direction, fromNumber, toNumber, customerNumber } = call;
  const startedAt = call.startedAt?.toISOString() ?? null;
  return { retellCallId, agentId, agentVersion, callType, direction, fromNumber, toNumber, customerNumber, startedAt };
}
