/** How long after the agent stopped waiting a POST may still be sent. */
export class PostWindow {
  /** Milliseconds. */
  constructor(readonly postWindowMs: number) {}
}
