import type { CatalogueSource } from '@callbook/catalogue';
import type { FoundAppointment } from '@callbook/contracts';
import { namesIn } from '../booking-outcome/names-in';
import { isAnswerTo, type Outcome, type Verdict } from '../booking-outcome/outcome';
import type { RequestAndWait } from '../booking-outcome/request-and-wait';
import type { RequestOutcomes } from '../booking-outcome/request-outcomes';
import type { Choice } from '../callers/choose-appointment';
import type { FindAppointments } from '../callers/find-appointments';
import { notFound } from '../callers/not-found';
import { localMinute, type SaidAppointment } from '../callers/said-appointment';
import { spokenChoice } from '../callers/spoken-appointments';
import { type FunctionAnswer, withoutRequest } from '../retell/function-answer';
import type { IdentifiedCall } from '../retell/identified-call';
import type { Clock } from '../time/clock';
import { askBack, notPossible } from '../words/answer';
import { type AskedChange, changeAnswer } from './change-answer';
import { changeRequested } from './change-requested.mapper';
import type { WantedChange } from './wanted-change';

/** Finds the appointment a caller means, asks booking to move or cancel it, and waits for what becomes of that. */
export class ChangeAppointment {
  /**
   * @param deadlineMs how long the caller may be kept waiting, in milliseconds
   * @param patienceMs how much of that records may take to tell whether a function call has its outcome already
   */
  constructor(
    private readonly catalogues: CatalogueSource,
    private readonly finder: FindAppointments,
    private readonly outcomes: RequestOutcomes,
    private readonly requests: RequestAndWait,
    private readonly clock: Clock,
    private readonly deadlineMs: number,
    private readonly patienceMs: number,
  ) {}

  /**
   * A repeated function call finds its first outcome before it looks for the appointment, which by then is no longer as it
   * was said.
   */
  async execute(functionCall: IdentifiedCall, wanted: WantedChange, gone: AbortSignal): Promise<FunctionAnswer> {
    const { company } = functionCall;
    const now = this.clock.now();
    const [earlier, candidates] = await Promise.all([
      this.earlierOutcome(functionCall, wanted),
      this.finder.candidates(functionCall, wanted.said),
    ]);
    if (earlier) return this.told(functionCall, wanted, earlier);
    if (!candidates) return withoutRequest(notPossible('look_up_failed', company));

    const choose = (said: SaidAppointment) => this.finder.choose(functionCall, said, candidates);
    const choice = this.orAlreadyMoved(choose(wanted.said), wanted, company.timeZone, choose);
    if (choice.kind === 'found') {
      const [appointment, ...others] = choice.appointments;
      if (others.length > 0) {
        return withoutRequest(
          askBack('ask_which', company, { appointments: spokenChoice(choice.appointments, company) }),
        );
      }
      return this.request(functionCall, wanted, appointment, now, gone);
    }
    // It may be a wish of this call that is not recorded yet: booking knows.
    if (wanted.operation === 'cancel' && wanted.said.time?.start) {
      return this.request(functionCall, wanted, null, now, gone);
    }
    const meanwhile = await this.earlierOutcome(functionCall, wanted);
    if (meanwhile) return this.told(functionCall, wanted, meanwhile);
    return withoutRequest(notFound(choice.kind, company, functionCall.call.customerNumber !== null));
  }

  /** Asked for again, with the old time, after it was moved: it is at the new one. */
  private orAlreadyMoved(
    choice: Choice,
    { said, newStart }: WantedChange,
    timeZone: string,
    choose: (said: SaidAppointment) => Choice,
  ): Choice {
    if (choice.kind === 'found' || !newStart || !said.time) return choice;
    const moved = choose({ ...said, time: { local: localMinute(newStart, timeZone), start: newStart } });
    return moved.kind === 'found' ? moved : choice;
  }

  private async request(
    functionCall: IdentifiedCall,
    wanted: WantedChange,
    appointment: FoundAppointment | null,
    now: Date,
    gone: AbortSignal,
  ): Promise<FunctionAnswer> {
    const { operation, newStart, reason, said } = wanted;
    const start = newStart ?? (appointment ? new Date(appointment.startsAt) : (said.time?.start as Date));
    const answerBy = new Date(now.getTime() + this.deadlineMs);
    const request = changeRequested({ operation, appointment, start, reason }, functionCall, { now, answerBy });
    const verdict = await this.requests.execute(operation, request, gone);
    return this.told(functionCall, wanted, verdict, { start, requestKey: request.data.requestKey });
  }

  private async earlierOutcome(
    { company, functionCallId }: IdentifiedCall,
    { operation }: WantedChange,
  ): Promise<Outcome | undefined> {
    // Which request it was is not known yet; outcomes of changes are found by their function calls.
    const waiting = { company: company.slug, operation, requestKey: functionCallId, functionCallId };
    const outcome = await this.outcomes.outcomeOf(waiting, { timeoutMs: this.patienceMs });
    return outcome && isAnswerTo(waiting, outcome) ? outcome : undefined;
  }

  private told(
    functionCall: IdentifiedCall,
    wanted: WantedChange,
    verdict: Verdict,
    asked?: AskedChange,
  ): FunctionAnswer {
    const names = namesIn(this.catalogues.current(), functionCall.company);
    return changeAnswer(functionCall, wanted, verdict, names, asked);
  }
}
