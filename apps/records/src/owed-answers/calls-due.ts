/** Calls whose caller may be owed something by now, only because time has passed. */
export abstract class CallsDue {
  /** Row ids, longest due first. */
  abstract by(now: Date, atMost: number): Promise<readonly string[]>;
}
