import { answerTo } from '../booking-outcome/answers';
import type { Verdict } from '../booking-outcome/outcome';
import type { Names } from '../booking-outcome/refusals';
import type { FunctionAnswer } from '../retell/function-answer';
import type { IdentifiedCall } from '../retell/identified-call';
import { askBack } from '../words/answer';
import type { WantedChange } from './wanted-change';

/** What booking was asked for just now. */
export interface AskedChange {
  readonly start: Date;
  readonly requestKey: string;
}

/** What became of a change, in the same words whether it was asked for now or, with `asked` missing, by an earlier repetition. */
export function changeAnswer(
  { company, call }: IdentifiedCall,
  { operation, newStart }: WantedChange,
  verdict: Verdict,
  names: Names,
  asked?: AskedChange,
): FunctionAnswer {
  const requestKey = asked?.requestKey ?? keyIn(verdict);
  const isUnknown = verdict.kind === 'failed' && verdict.failure.reason === 'appointment_unknown';
  if (isUnknown && call.customerNumber === null) {
    return { answer: askBack('ask_reference_and_name', company), requestKey };
  }
  const start = asked?.start.toISOString() ?? newStart?.toISOString() ?? startIn(verdict);
  const wish = { operation, retellCallId: call.retellCallId, serviceName: '', start }; // changes are told by their time
  return { answer: answerTo(wish, verdict, company, names), requestKey };
}

function startIn(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'failed':
      return verdict.failure.start;
    case 'unresolved':
      return verdict.unresolved.start;
    case 'recorded':
    case 'changed':
      return verdict.appointment.startsAt;
    default:
      return '';
  }
}

function keyIn(verdict: Verdict): string | null {
  if (verdict.kind === 'failed') return verdict.failure.requestKey;
  return verdict.kind === 'unresolved' ? verdict.unresolved.requestKey : null;
}
