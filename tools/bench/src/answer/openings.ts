/** An opening of the sample salon or practice, as a caller asks for it. */
export interface Opening {
  readonly agentId: string;
  readonly service: string;
  readonly preferredStaff?: string;
  /** ISO 8601 with the offset of Berlin. */
  readonly start: string;
}

const salon = { agentId: 'agent_sandbox_lindenhof' };
const practice = { agentId: 'agent_sandbox_praxis' };
const salonHours = { days: [2, 3, 4, 5], from: 9, to: 18 };

/** People with half an hour for each caller, on some days of the week (0 is Sunday) between two full hours. */
const chairs = [
  { asked: { ...salon, service: 'Herrenhaarschnitt' }, ...salonHours },
  { asked: { ...salon, service: 'Waschen und Föhnen' }, ...salonHours },
  { asked: { ...salon, service: 'Herrenhaarschnitt', preferredStaff: 'Anna' }, ...salonHours },
  { asked: { ...practice, service: 'Erstgespräch' }, days: [1, 2, 3, 4, 5], from: 8, to: 16 },
];

const dayMs = 86_400_000;

/** Openings that do not overlap, without end, from three days after `now`. */
export function* openings(now: Date): Generator<Opening, never> {
  for (let day = new Date(now.getTime() + 3 * dayMs); ; day = new Date(day.getTime() + dayMs)) {
    const date = day.toISOString().slice(0, 10);
    for (const { asked, days, from, to } of chairs) {
      if (!days.includes(day.getUTCDay())) continue;
      for (let minute = from * 60; minute < to * 60; minute += 30) {
        const time = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
        yield { ...asked, start: `${date}T${time}:00${offsetOn(date)}` };
      }
    }
  }
}

function offsetOn(date: string): string {
  return new Intl.DateTimeFormat('en-US', { timeZone: 'Europe/Berlin', timeZoneName: 'longOffset' })
    .format(new Date(`${date}T12:00:00Z`))
    .replace(/^.*GMT/, '');
}
