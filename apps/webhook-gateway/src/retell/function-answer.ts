import type { Answer } from '../words/answer';
import type { IdentifiedCall } from './identified-call';

/** What one of the agent's functions gives back. */
export interface FunctionAnswer {
  readonly answer: Answer;
  /** Null when booking was not asked for anything. */
  readonly requestKey: string | null;
}

/** One of the agent's functions: from its arguments to the sentence it speaks. */
export interface AgentFunction {
  /** @param gone aborted when nobody listens any more */
  answer(functionCall: IdentifiedCall, gone: AbortSignal): Promise<FunctionAnswer>;
}

/** An answer for which booking was not asked for anything. */
export const withoutRequest = (answer: Answer): FunctionAnswer => ({ answer, requestKey: null });
