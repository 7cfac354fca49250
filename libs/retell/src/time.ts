/** Retell's epoch milliseconds as ISO 8601 in UTC; null for anything that is not a time. */
export function isoOfEpochMs(value: unknown): string | null {
  if (typeof value !== 'number') return null;
  const time = new Date(value);
  const year = time.getUTCFullYear();
  return year >= 2000 && year <= 9999 ? time.toISOString() : null;
}
