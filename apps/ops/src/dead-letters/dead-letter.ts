/**
 * `open`: somebody has to decide. `replaying`: sent to its queue again, and not known to be handled. `resolved`: its
 * consumer has handled it. `too_late`: the deadline had passed, and an operator confirmed it. `discarded`: an
 * operator's decision.
 */
export type LetterState = 'open' | 'replaying' | 'resolved' | 'discarded' | 'too_late';
export const letterStates: readonly LetterState[] = ['open', 'replaying', 'resolved', 'discarded', 'too_late'];

/** `handler`: our consumer gave up. All others are the broker's words for what it put aside itself; `unknown`: nobody says. */
export type DiedOf = 'handler' | 'delivery_limit' | 'rejected' | 'maxlen' | 'expired' | 'unknown';

/** What could be read of a message that lay in `.dead`. Whatever is null could not be, or was not there. */
export interface ReadLetter {
  /** The consumer, without prefix. */
  readonly queue: string;
  readonly messageId: string | null;
  readonly eventType: string | null;
  readonly company: string | null;
  readonly correlationId: string | null;
  readonly code: string;
  /** In the words of whoever put it aside; may hold personal data. */
  readonly error: string;
  readonly diedOf: DiedOf;
  readonly deliveries: number | null;
  readonly retries: number | null;
  readonly firstFailedAt: Date | null;
  readonly deadAt: Date | null;
  /** As JSON can say them. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}
