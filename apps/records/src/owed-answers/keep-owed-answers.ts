import {
  type AppointmentState,
  CallAnswerOwed,
  type CallIdentity,
  CallOwedAnswerSettled,
  derivedId,
  type Event,
} from '@callbook/contracts';
import type { Call } from '../calls/call';
import type { Outcome } from '../outcomes/outcome';
import { followUp } from '../transaction/follow-up';
import type { RecordsTransaction } from '../transaction/records';
import { type OwedAnswer, owedAnswers } from './owed-answer';

/** A row of `records.owed_answers` that has a request. */
export interface KeptOwedAnswer extends OwedAnswer {
  readonly id: string;
  readonly company: string;
  readonly callId: string;
  readonly settledAt: Date | null;
  readonly settledBy: string | null;
}

/**
 * Brings what the caller of an opened call is owed in line with what was said and what became of it. Each owed answer is
 * published once, and again when there is something else to tell; that opens one which was settled. An answer that the
 * agent got in the meantime is owed no longer; only what a person has settled stays.
 */
export async function keepOwedAnswers(
  tx: RecordsTransaction,
  call: Call,
  cause: Event<object>,
  now: Date,
): Promise<void> {
  const said = await tx.functionAnswers.toRequestsOf(call.id);
  if (said.length === 0) return;
  const outcomes = await tx.outcomes.ofCall(call.id);
  const known = await tx.owedAnswers.ofCall(call.id);
  const owed = owedAnswers(said, outcomes);

  for (const answer of owed) {
    const before = known.find(({ requestId }) => requestId === answer.requestId);
    const isNews = before?.outcome !== answer.outcome || before.reason !== answer.reason;
    const row = rowOf(call, answer, isNews ? undefined : before);
    await tx.owedAnswers.put(row);
    if (!isNews) continue;
    const data = announcement(row, call, outcomes);
    await tx.publish(followUp(CallAnswerOwed, data, cause, now, row.id));
  }

  const told = known.filter(
    ({ requestId, settledAt }) => !settledAt && !owed.some((one) => one.requestId === requestId),
  );
  for (const { id } of told) {
    await tx.owedAnswers.remove(id);
    const data = { owedAnswerId: id, retellCallId: call.retellCallId, by: 'callbook', note: 'no longer owed' };
    await tx.publish(followUp(CallOwedAnswerSettled, { ...data, settledAt: now.toISOString() }, cause, now, id));
  }
}

function rowOf({ id: callId, company }: Call, answer: OwedAnswer, before: KeptOwedAnswer | undefined): KeptOwedAnswer {
  const { settledAt = null, settledBy = null } = before ?? {};
  return { ...answer, id: derivedId('owed-answer', answer.requestId), company, callId, settledAt, settledBy };
}

function announcement(row: KeptOwedAnswer, call: Call, outcomes: readonly Outcome[]): CallAnswerOwed {
  const { id: owedAnswerId, requestId, operation, outcome, reason, saidAt } = row;
  const known = outcomes.find((one) => one.requestId === requestId);
  const appointment = known?.appointmentId ? (known.event as AppointmentState) : null;
  const when = { saidAt: saidAt.toISOString() };
  return { owedAnswerId, call: identityOf(call), requestId, operation, outcome, reason, appointment, ...when };
}

function identityOf(call: Call): CallIdentity {
  const { retellCallId, agentId, agentVersion, callType, direction, fromNumber, toNumber, customerNumber } = call;
  const startedAt = call.startedAt?.toISOString() ?? null;
  return { retellCallId, agentId, agentVersion, callType, direction, fromNumber, toNumber, customerNumber, startedAt };
}
