/** Everything that can go wrong around our processes, and how often in rough weather, each time it could. */
export const faults = {
  // A POST that books.
  timeout_before_insert: 0.05,
  timeout_after_insert: 0.06,
  reset_before_insert: 0.03,
  reset_after_insert: 0.04,
  late_insert: 0.04,
  late_and_unread: 0.3,
  insert_after_conclusive: 0.04,
  error_before_insert: 0.04,
  error_after_insert: 0.04,
  conflict_before_insert: 0.02,
  conflict_after_insert: 0.03,
  taken_although_created: 0.03,
  not_read_back: 0.03,
  rate_limited: 0.03,
  slow_post: 0.06,
  host_missing: 0.02,
  // A POST that moves or cancels.
  change_timeout_before: 0.04,
  change_timeout_after: 0.06,
  change_error_after: 0.05,
  change_rate_limited: 0.03,
  // Any request.
  not_connected: 0.02,
  no_budget: 0.03,
  // Looks.
  replica_lag: 0.1,
  look_failed: 0.04,
  // Webhooks.
  hint_before_answer: 0.3,
  hint_late: 0.2,
  hint_twice: 0.1,
  hint_never: 0.3,
  hint_before_row: 0.1,
  // The broker.
  delivered_twice: 0.05,
  delivered_late: 0.1,
  published_twice: 0.03,
  confirm_lost: 0.03,
  not_published: 0.02,
  // Between gateway, records and agent.
  records_silent: 0.1,
  outcome_not_heard: 0.1,
  reply_lost: 0.03,
} as const satisfies Record<string, number>;

export type FaultName = keyof typeof faults;
export const faultNames = Object.keys(faults) as readonly FaultName[];
