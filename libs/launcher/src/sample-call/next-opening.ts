const dayMs = 86_400_000;

/** Ten o'clock in Berlin, at least two days ahead, on a weekday the sample salon is open (Tuesday to Friday). */
export function nextOpening(now: Date): string {
  for (let day = new Date(now.getTime() + 2 * dayMs); ; day = new Date(day.getTime() + dayMs)) {
    const weekday = berlin(day, { weekday: 'short' });
    if (!['Tue', 'Wed', 'Thu', 'Fri'].includes(weekday)) continue;
    const date = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin' }).format(day);
    return `${date}T10:00:00${berlin(day, { timeZoneName: 'longOffset' }).replace(/^.*GMT/, '')}`;
  }
}

function berlin(day: Date, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-US', { timeZone: 'Europe/Berlin', ...options }).format(day);
}
