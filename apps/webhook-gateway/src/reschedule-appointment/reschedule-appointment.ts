import { readAppointment } from '../callers/said-appointment';
import type { ChangeAppointment } from '../change-appointment/change-appointment';
import { type AgentFunction, type FunctionAnswer, withoutRequest } from '../retell/function-answer';
import type { IdentifiedCall } from '../retell/identified-call';
import { saidNote } from '../said/said-text';
import { readStart } from '../said/said-start';
import type { Clock } from '../time/clock';
import { invalid } from '../words/answer';
import { spokenDay } from '../words/spoken';

const longestReason = 500;

/** The agent's function `reschedule_appointment`. */
export class RescheduleAppointment implements AgentFunction {
  constructor(
    private readonly change: ChangeAppointment,
    private readonly clock: Clock,
  ) {}

  async answer(functionCall: IdentifiedCall, gone: AbortSignal): Promise<FunctionAnswer> {
    const { company, args } = functionCall;
    const now = this.clock.now();
    const today = { today: spokenDay(now, company) };
    const wanted = readStart(args.new_start, { timeZone: company.timeZone, now });
    if ('problem' in wanted) return withoutRequest(invalid(wanted.problem, company, today));
    const which = readAppointment(args, { company, now });
    if ('problem' in which) return withoutRequest(invalid(which.problem, company, today));

    const reason = saidNote(args.reason, longestReason);
    const change = { operation: 'reschedule', said: which.said, newStart: wanted.start, reason } as const;
    return this.change.execute(functionCall, change, gone);
  }
}
