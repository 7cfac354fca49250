/**
 * What a custom function gives back to the voice agent, as JSON under HTTP 200: a business outcome is never an HTTP
 * error, for then the model would see the text of a failed request instead of this. Every key is always there, so that
 * Retell's `response_variables` can name them. Retell cuts answers at 15,000 characters.
 */
export interface AgentAnswer<Status extends string = string> {
  /** True only when the calendar holds what was asked for, or when what was looked for was found. */
  readonly ok: boolean;
  readonly status: Status;
  /** A whole sentence, ready to be spoken. */
  readonly say: string;
  /** ISO 8601 with offset, in the company's zone. */
  readonly start_local: string | null;
  readonly staff: string | null;
  /** A short code the caller may be given. */
  readonly reference: string | null;
  /** Other starts, like `start_local`; nearest to the wish first. */
  readonly alternatives: readonly string[];
}
