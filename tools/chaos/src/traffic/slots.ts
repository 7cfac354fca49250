/** An opening of the sample salon or practice, as a caller asks for it. */
export interface Slot {
  readonly agentId: string;
  readonly service: string;
  readonly preferredStaff?: string;
  /** ISO 8601 with the offset of Berlin. */
  readonly start: string;
}

const chairs = [
  { agentId: 'agent_sandbox_lindenhof', service: 'Herrenhaarschnitt', days: [2, 3, 4, 5], from: 9, to: 18 },
  { agentId: 'agent_sandbox_lindenhof', service: 'Waschen und Föhnen', days: [2, 3, 4, 5], from: 9, to: 18 },
  {
    agentId: 'agent_sandbox_lindenhof',
    service: 'Herrenhaarschnitt',
    preferredStaff: 'Anna',
    days: [2, 3, 4, 5],
    from: 9,
    to: 18,
  },
  { agentId: 'agent_sandbox_praxis', service: 'Erstgespräch', days: [1, 2, 3, 4, 5], from: 8, to: 16 },
] as const;

const dayMs = 86_400_000;

/** Slots that do not overlap, without end, from three days after `now`: four people with half an hour for each. */
export function* freeSlots(now: Date): Generator<Slot, never> {
  for (let day = new Date(now.getTime() + 3 * dayMs); ; day = new Date(day.getTime() + dayMs)) {
    const date = day.toISOString().slice(0, 10);
    for (const { days, from, to, ...chair } of chairs) {
      if (!(days as readonly number[]).includes(day.getUTCDay())) continue;
      for (let hour = from; hour < to; hour++) {
        for (const minute of ['00', '30']) {
          yield { ...chair, start: `${date}T${String(hour).padStart(2, '0')}:${minute}:00${offsetOn(date)}` };
        }
      }
    }
  }
}

function offsetOn(date: string): string {
  return new Intl.DateTimeFormat('en-US', { timeZone: 'Europe/Berlin', timeZoneName: 'longOffset' })
    .format(new Date(`${date}T12:00:00Z`))
    .replace(/^.*GMT/, '');
}
