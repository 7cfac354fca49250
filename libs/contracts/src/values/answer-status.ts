/** What an answer to the voice agent amounts to. */
export const answerStatuses = [
  'booked',
  'already_booked',
  'requested',
  'pending',
  'refused',
  'ask_back',
  'invalid',
  'moved',
  'cancelled',
  'found',
  'none',
] as const;
export type AnswerStatus = (typeof answerStatuses)[number];
