import type { AnswerBookAppointment } from '../book-appointment/answer-book-appointment';
import { type Answer, invalid } from '../booking-outcome/answers';
import { functionAnswers } from '../metrics';
import type { IdentifiedCall } from './identified-call';

/** What the agent was told, and in answer to what. */
export interface GivenAnswer {
  readonly functionCall: IdentifiedCall;
  /** Null when nothing could be understood that booking might have been asked for. */
  readonly requestKey: string | null;
  readonly answer: Answer;
}

/** The functions an agent can call, by name. */
export class AgentFunctions {
  constructor(private readonly bookAppointment: AnswerBookAppointment) {}

  /** @param gone aborted when nobody listens any more */
  async answer(functionCall: IdentifiedCall, gone: AbortSignal): Promise<GivenAnswer> {
    const { company, name } = functionCall;
    const known = name === 'book_appointment';
    const stop = functionAnswers.startTimer({ company: company.slug, function: known ? name : 'other' });
    const { answer, requestKey } = known
      ? await this.bookAppointment.answer(functionCall, gone)
      : { answer: invalid('function_unknown', company), requestKey: null };
    stop({ status: answer.status });
    return { functionCall, requestKey, answer };
  }
}
