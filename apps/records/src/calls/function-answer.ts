import type { AnswerStatus } from '@callbook/contracts';

/** One answer the agent was given; a function call that was repeated has several. */
export interface FunctionAnswer {
  readonly messageId: string;
  readonly company: string;
  readonly callId: string;
  readonly functionCallId: string;
  readonly functionName: string;
  readonly requestKey: string | null;
  readonly status: AnswerStatus;
  readonly say: string;
  readonly delivered: boolean;
  readonly answeredAt: Date;
}
