import { readAppointment } from '../callers/said-appointment';
import type { ChangeAppointment } from '../change-appointment/change-appointment';
import { type AgentFunction, type FunctionAnswer, withoutRequest } from '../retell/function-answer';
import type { IdentifiedCall } from '../retell/identified-call';
import { saidNote } from '../said/said-text';
import type { Clock } from '../time/clock';
import { invalid } from '../words/answer';
import { sentence } from '../words/sentence';
import { spokenDay } from '../words/spoken';

const longestReason = 500;

/** The agent's function `cancel_appointment`. Cal.com is always given a reason: some of its event types ask for one. */
export class CancelAppointment implements AgentFunction {
  constructor(
    private readonly change: ChangeAppointment,
    private readonly clock: Clock,
  ) {}

  async answer(functionCall: IdentifiedCall, gone: AbortSignal): Promise<FunctionAnswer> {
    const { company, args } = functionCall;
    const now = this.clock.now();
    const which = readAppointment(args, { company, now });
    if ('problem' in which) {
      return withoutRequest(invalid(which.problem, company, { today: spokenDay(now, company) }));
    }
    const reason = saidNote(args.reason, longestReason) ?? sentence(company.language, 'cancel_reason');
    return this.change.execute(functionCall, { operation: 'cancel', said: which.said, newStart: null, reason }, gone);
  }
}
