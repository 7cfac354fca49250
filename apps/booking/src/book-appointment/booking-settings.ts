/** All times are milliseconds. */
export interface BookingSettings {
  /** How long a POST may take, from its announcement; longer than the HTTP time-out. */
  readonly leaseMs: number;
  /** How long the HTTP client waits for an answer. */
  readonly httpTimeoutMs: number;
  /** When "not there" becomes conclusive, counted from the last POST. */
  readonly conclusiveAfterMs: number;
  /** Between the two looks that must show nothing before "not there" counts: the calendar reads from a replica. */
  readonly lookTwiceAfterMs: number;
  /** When to look for a booking that may be there, counted from the last POST; then when "not there" is conclusive. */
  readonly lookAfterMs: readonly number[];
  /** No POST later than this after the agent last stopped waiting: the caller has long gone. */
  readonly postWindowMs: number;
  /** POSTs for one booking before it is left to a person. */
  readonly mostPosts: number;
  /** When to look once more at what is settled, counted from the last POST: for a booking nobody knows of. */
  readonly convergeAfterMs: readonly number[];
  /** How long what should be undone may resist before it is left to a person. */
  readonly compensateForMs: number;
  /** Reserved domain for attendees whose own address cannot be used, or who have none. */
  readonly placeholderDomain: string;
}
