export type RefusalReason =
  | 'unknown_plan'
  | 'not_to_be_confirmed'
  | 'not_stopped'
  | 'not_running'
  | 'stale'
  | 'changed'
  | 'queue_gone'
  | 'nobody_consumes'
  | 'queue_busy';

/** A replay was not begun: nothing was sent and nothing marked. */
export class ReplayRefused extends Error {
  override readonly name = 'ReplayRefused';

  constructor(
    readonly reason: RefusalReason,
    message: string,
    /** What to do now. */
    readonly next: string,
  ) {
    super(message);
  }
}

export const planAgain = 'Plan again: callbook dlq plan …';
