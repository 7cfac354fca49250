const OLDEST = '2024-04-15';

/** Every value the hosted API knows; which of them a route has is the route's business. */
const KNOWN = [OLDEST, '2024-06-11', '2024-06-14', '2024-08-13', '2024-09-04', '2026-02-25', '2026-05-01'] as const;

export type ApiVersion = (typeof KNOWN)[number];

/** A missing or unknown value is not refused: it silently selects the oldest controller. */
export function versionOf(header: string | undefined): ApiVersion {
  return KNOWN.find((known) => known === header) ?? OLDEST;
}
