/** An opening of the sample salon or practice, as a caller asks for it. */
export interface Slot {
  readonly agentId: string;
  readonly service: string;
  readonly preferredStaff?: string;
  /** ISO 8601 with the offset of Berlin. */
  readonly start: string;
}

/** An opening as somebody takes it on Cal.com's own page. */
export interface WebSlot {
  readonly eventTypeId: number;
  /** ISO 8601 with the offset of Berlin. */
  readonly start: string;
}

/** Somebody with half an hour for each, on some days of the week (0 is Sunday) between two full hours. */
interface Chair<Asked> {
  readonly asked: Asked;
  readonly days: readonly number[];
  readonly from: number;
  readonly to: number;
}

const salon = { agentId: 'agent_sandbox_lindenhof' };
const practice = { agentId: 'agent_sandbox_praxis' };
const chairs: readonly Chair<Omit<Slot, 'start'>>[] = [
  { asked: { ...salon, service: 'Herrenhaarschnitt' }, days: [2, 3, 4, 5], from: 9, to: 18 },
  { asked: { ...salon, service: 'Waschen und Föhnen' }, days: [2, 3, 4, 5], from: 9, to: 18 },
  { asked: { ...salon, service: 'Herrenhaarschnitt', preferredStaff: 'Anna' }, days: [2, 3, 4, 5], from: 9, to: 18 },
  { asked: { ...practice, service: 'Erstgespräch' }, days: [1, 2, 3, 4, 5], from: 8, to: 16 },
];

/** The same people at times no caller asks for: on Saturdays, and in the practice's last hour. */
const webChairs: readonly Chair<Omit<WebSlot, 'start'>>[] = [
  { asked: { eventTypeId: 2001 }, days: [6], from: 9, to: 14 },
  { asked: { eventTypeId: 2003 }, days: [6], from: 9, to: 14 },
  { asked: { eventTypeId: 2011 }, days: [6], from: 9, to: 14 },
  { asked: { eventTypeId: 2101 }, days: [1, 2, 3, 4, 5], from: 16, to: 17 },
];

const dayMs = 86_400_000;

/** Slots that do not overlap, without end, from three days after `now`: four people with half an hour for each. */
export const freeSlots = (now: Date): Generator<Slot, never> => openings(chairs, now);

/** Others for people who book on the web; none of them overlaps one of `freeSlots`. */
export const freeWebSlots = (now: Date): Generator<WebSlot, never> => openings(webChairs, now);

function* openings<Asked>(all: readonly Chair<Asked>[], now: Date): Generator<Asked & { start: string }, never> {
  for (let day = new Date(now.getTime() + 3 * dayMs); ; day = new Date(day.getTime() + dayMs)) {
    const date = day.toISOString().slice(0, 10);
    for (const { asked, days, from, to } of all) {
      if (!days.includes(day.getUTCDay())) continue;
      for (let hour = from; hour < to; hour++) {
        for (const minute of ['00', '30']) {
          yield { ...asked, start: `${date}T${String(hour).padStart(2, '0')}:${minute}:00${offsetOn(date)}` };
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
