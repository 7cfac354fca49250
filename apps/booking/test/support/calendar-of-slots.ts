import { Calendar, CalendarUnavailable, type FreeSlots } from '../../src/calendar/calendar';

type Wanted = Parameters<Calendar['freeSlots']>[1];

/** A calendar that only offers starts, those a test gave it. */
export class CalendarOfSlots extends Calendar {
  /** Starts by event type, or by event type and host subset: `2051/1002`. */
  readonly starts = new Map<string, string[]>();
  readonly asked: Wanted[] = [];
  /** Runs between question and answer; may throw in place of the answer. */
  beforeAnswer: (wanted: Wanted) => void | Promise<void> = () => undefined;

  async freeSlots(_company: string, wanted: Wanted): Promise<FreeSlots> {
    const { eventTypeId, hostSubset, from, to } = wanted;
    this.asked.push(wanted);
    await this.beforeAnswer(wanted);
    const given = this.starts.get([eventTypeId, ...(hostSubset ?? [])].join('/')) ?? [];
    const starts = given.map((start) => new Date(start)).filter((start) => start >= from && start < to);
    return { eventTypeId, hostSubset, starts };
  }

  get questions(): string[] {
    return this.asked.map(({ eventTypeId, hostSubset }) => [eventTypeId, ...(hostSubset ?? [])].join('/')).toSorted();
  }

  admit = notAsked;
  book = notAsked;
  cancel = notAsked;
  reschedule = notAsked;
  findAll = notAsked;
  successorsOf = notAsked;
  get = notAsked;
}

export const away = (retryAfterMs?: number) => new CalendarUnavailable('calcom_away', 'away', { retryAfterMs });

function notAsked(): never {
  throw new Error('Who looks for free starts asks for nothing else');
}
