import type { Outcome } from '../outcomes/outcome';
import type { Rows } from '../transaction/rows';
import type { FunctionAnswer } from './function-answer';

const changes = ['reschedule_appointment', 'cancel_appointment'];

/** Someone who wants to book was told "not confirmed yet", and no outcome that is known answers that function call. */
export function isOpen(told: FunctionAnswer, outcomes: Rows<Outcome>): boolean {
  if (told.status !== 'pending' || told.requestKey === null || changes.includes(told.functionName)) return false;
  const answers = outcomes.where(
    ({ company, functionCallIds, requestKey, outcome }) =>
      company === told.company &&
      (functionCallIds.includes(told.functionCallId) || (requestKey === told.requestKey && outcome === 'recorded')),
  );
  return answers.length === 0;
}
