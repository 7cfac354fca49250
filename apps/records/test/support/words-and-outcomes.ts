import { AppointmentRecorded, BookingFailed, derivedId, sampleOf } from '@callbook/contracts';
import type { Outcome } from '../../src/outcomes/outcome';
import type { OwedAnswer, Said } from '../../src/owed-answers/owed-answer';

/** Answers and outcomes of one call: bookings are decided at second 20, changes at 30. */
export const at = (second: number) => new Date(Date.UTC(2026, 10, 21, 10, 0, second));

const base = {
  company: 'salon-lindenhof',
  operation: 'book' as const,
  requestKey: 'key',
  round: null,
  callId: 'call',
  functionCallIds: ['f1'],
  providerText: null,
};
export const recorded = (said: Partial<Outcome> = {}): Outcome => ({
  ...base,
  requestId: 'booked',
  outcome: 'recorded',
  reason: null,
  appointmentId: 'appointment',
  event: sampleOf(AppointmentRecorded),
  decidedAt: at(20),
  ...said,
});
export const ended = { ...sampleOf(AppointmentRecorded), status: 'cancelled' as const };
export const failed = (said: Partial<Outcome> = {}): Outcome => ({
  ...recorded(),
  requestId: 'refused',
  outcome: 'failed',
  reason: 'slot_taken',
  appointmentId: null,
  event: sampleOf(BookingFailed),
  ...said,
});
export const unresolved = (said: Partial<Outcome> = {}) =>
  failed({ requestId: 'unclear', outcome: 'unresolved', reason: 'not_found_after_unclear_post', ...said });
export const cancelled = (said: Partial<Outcome> = {}) =>
  recorded({
    requestId: 'change',
    requestKey: 'change',
    operation: 'cancel',
    outcome: 'changed',
    functionCallIds: ['f2'],
    decidedAt: at(30),
    ...said,
  });

let messages = 0;
export const said = (status: Said['status'], second: number, more: Partial<Said> = {}): Said => ({
  messageId: `m${++messages}`,
  functionCallId: 'f1',
  functionName: 'book_appointment',
  requestKey: 'key',
  status,
  delivered: true,
  answeredAt: at(second),
  ...more,
});
export const f2 = { functionCallId: 'f2' };
export const cancel = { ...f2, functionName: 'cancel_appointment', requestKey: 'change' };

export const owed = (outcome: Outcome, saidAt: number, more: Partial<OwedAnswer> = {}): OwedAnswer => ({
  id: derivedId('owed-answer', outcome.requestId),
  requestId: outcome.requestId,
  operation: outcome.operation,
  outcome: outcome.outcome as OwedAnswer['outcome'],
  reason: outcome.reason,
  appointmentId: outcome.appointmentId,
  saidAt: at(saidAt),
  owedSince: outcome.decidedAt,
  ...more,
});
