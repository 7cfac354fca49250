/**
 * `cal-api-version` to send, per endpoint family: it is one value per family, not one for the vendor. A missing or unknown
 * value is not refused but silently answered by the oldest controller (2024-04-15), in another shape.
 * https://cal.com/docs/api-reference/v2/introduction
 */
export const apiVersions = {
  bookings: '2024-08-13',
  slots: '2024-09-04',
  'event-types': '2024-06-14',
  teams: '2024-06-14', // any will do: these routes do not look at it
} as const;

export type CalcomFamily = keyof typeof apiVersions;
export type CalcomOperation =
  | `bookings.${'create' | 'get' | 'list' | 'cancel' | 'reschedule'}`
  | 'slots.list'
  | `event-types.${'get' | 'list'}`
  | `teams.${'list' | 'event-types'}`;

export interface CalcomRequest {
  readonly operation: CalcomOperation;
  readonly method: 'GET' | 'POST';
  /** From `/v2/`, already percent-encoded. */
  readonly path: string;
  readonly query?: URLSearchParams;
  readonly body?: object;
}

export const versionFor = ({ operation }: CalcomRequest): string =>
  apiVersions[operation.split('.')[0] as CalcomFamily];
