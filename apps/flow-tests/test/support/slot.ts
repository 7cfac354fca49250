/** A full hour on the nth Tuesday from now, in Berlin; the sample companies are open then. */
export function slot(tuesday: number, hour: number): string {
  const day = new Date();
  day.setUTCDate(day.getUTCDate() + ((2 - day.getUTCDay() + 7) % 7 || 7) + 7 * tuesday);
  const date = day.toISOString().slice(0, 10);
  const offset = new Intl.DateTimeFormat('en-US', { timeZone: 'Europe/Berlin', timeZoneName: 'longOffset' })
    .format(new Date(`${date}T12:00:00Z`))
    .replace(/^.*GMT/, '');
  return `${date}T${String(hour).padStart(2, '0')}:00:00${offset}`;
}
