import type { CatalogueSource, Company } from '@callbook/catalogue';
import { answerTo } from '../booking-outcome/answers';
import { namesIn } from '../booking-outcome/names-in';
import { isAnswerTo, type Verdict } from '../booking-outcome/outcome';
import type { RequestAndWait } from '../booking-outcome/request-and-wait';
import type { RequestOutcomes } from '../booking-outcome/request-outcomes';
import { type AgentFunction, type FunctionAnswer, withoutRequest } from '../retell/function-answer';
import type { IdentifiedCall } from '../retell/identified-call';
import type { Clock } from '../time/clock';
import { type Answer, askBack, invalid, notPossible } from '../words/answer';
import { serviceChoice, staffChoice } from '../words/choices';
import { spokenDay } from '../words/spoken';
import { bookingRequested, keyOf } from './booking-requested.mapper';
import type { EarlierWish, FindEarlierWish } from './earlier-wish';
import { type BookingProblem, readBooking, type SaidBooking } from './said-booking';

/** The agent's function `book_appointment`: from its arguments to the sentence it speaks. */
export class BookAppointment implements AgentFunction {
  /**
   * @param deadlineMs how long the caller may be kept waiting, in milliseconds
   * @param patienceMs how much of that records may take to tell of an earlier outcome
   */
  constructor(
    private readonly catalogues: CatalogueSource,
    private readonly earlierWish: FindEarlierWish,
    private readonly outcomes: RequestOutcomes,
    private readonly requests: RequestAndWait,
    private readonly clock: Clock,
    private readonly deadlineMs: number,
    private readonly patienceMs: number,
  ) {}

  async answer(functionCall: IdentifiedCall, gone: AbortSignal): Promise<FunctionAnswer> {
    const { company, args } = functionCall;
    const now = this.clock.now();
    const read = readBooking(args, { company, catalogue: this.catalogues.current(), now });
    if ('problem' in read) return withoutRequest(this.question(read, company, now));
    const earlier = await this.earlierWish.of(read.booking.insteadOf, functionCall);
    if (earlier === 'unknown') return this.earlierAnswer(read.booking, functionCall);
    if (earlier === 'not_looked_up') return withoutRequest(notPossible('look_up_failed', company));
    return this.request(read.booking, earlier, functionCall, now, gone);
  }

  private async request(
    booking: SaidBooking,
    earlier: EarlierWish,
    functionCall: IdentifiedCall,
    now: Date,
    gone: AbortSignal,
  ): Promise<FunctionAnswer> {
    const answerBy = new Date(now.getTime() + this.deadlineMs);
    const request = bookingRequested(booking, earlier, { ...functionCall, now, answerBy });
    const { requestKey } = request.data;
    const verdict = await this.requests.execute('book', request, gone);
    return { answer: this.told(booking, functionCall, verdict), requestKey };
  }

  /** A repeated function call: what it replaced is gone since. */
  private async earlierAnswer(booking: SaidBooking, functionCall: IdentifiedCall): Promise<FunctionAnswer> {
    const { company, functionCallId } = functionCall;
    const requestKey = keyOf(booking, functionCall);
    const waiting = { company: company.slug, operation: 'book', requestKey, functionCallId } as const;
    const outcome = await this.outcomes.outcomeOf(waiting, { timeoutMs: this.patienceMs });
    if (!outcome || !isAnswerTo(waiting, outcome)) return withoutRequest(askBack('instead_of_unknown', company));
    return { answer: this.told(booking, functionCall, outcome), requestKey };
  }

  private told({ service, start }: SaidBooking, { company, call }: IdentifiedCall, verdict: Verdict): Answer {
    const serviceName = service.name[company.language];
    const wish = {
      operation: 'book',
      retellCallId: call.retellCallId,
      serviceName,
      start: start.toISOString(),
    } as const;
    return answerTo(wish, verdict, company, namesIn(this.catalogues.current(), company));
  }

  private question(read: BookingProblem, company: Company, now: Date): Answer {
    switch (read.problem) {
      case 'staff_unknown':
        return staffChoice(read.service, read.performers, company);
      case 'instead_of_unclear':
        return askBack(read.problem, company);
      default:
        return invalid(read.problem, company, {
          services: serviceChoice(this.catalogues.current(), company),
          today: spokenDay(now, company),
        });
    }
  }
}
