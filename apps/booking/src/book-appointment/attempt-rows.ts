import type { BookingRequested } from '@callbook/contracts';
import type { AttemptState, BookingAttempt } from './booking-attempt';

/** A row of `booking.attempts` as the driver gives it. */
export interface AttemptRow {
  readonly id: string;
  readonly request_key: string;
  readonly round: number;
  readonly company: string;
  readonly state: AttemptState;
  readonly version: number;
  readonly event_type_id: number | null;
  readonly last_post_at: Date | null;
  readonly lease_until: Date | null;
  readonly provider_text: string | null;
  readonly ended_at: Date | null;
  readonly request: BookingRequested;
}

export const attemptColumns =
  'id, request_key, round, company, state, version, event_type_id, last_post_at, lease_until, provider_text, ended_at, request';

export function toAttempt(row: AttemptRow): BookingAttempt {
  return {
    id: row.id,
    requestKey: row.request_key,
    round: row.round,
    company: row.company,
    state: row.state,
    version: row.version,
    eventTypeId: row.event_type_id,
    lastPostAt: row.last_post_at,
    leaseUntil: row.lease_until,
    providerText: row.provider_text,
    request: row.request,
  };
}
