import type { Paint } from './paint';

/** What the live view reads of an event; the data of most events is personal and stays unread. */
interface PassingEvent {
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly company: string;
  readonly correlationid: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Fields that hold one word of a closed list, by event type without version. */
const tellingFields: Readonly<Record<string, string>> = {
  'call.function-answered': 'status',
  'booking.created': 'status',
  'booking.failed': 'reason',
  'booking.unresolved': 'reason',
  'calendar.notified': 'trigger',
};

const oneWord = /^[A-Za-z_]{1,40}$/;
const typeWidth = 29;
const companyWidth = 17;

export const eventLineTitle = `${'time'.padEnd(10)}${'event'.padEnd(typeWidth)}${'company'.padEnd(companyWidth)}${'call'.padEnd(8)}message`;

/** One line: time, event, company, the ends of call id and message id. Undefined for a body that is no event. */
export function eventLine(body: Buffer, paint: Paint): string | undefined {
  const event = parse(body);
  if (!event) return undefined;
  const type = event.type.replace(/\.v\d+$/, '');
  const word = event.data?.[tellingFields[type] ?? ''];
  const time = new Date(event.time).toLocaleTimeString('en-GB');
  const columns = [
    paint('dim', time.padEnd(10)),
    paint(colourOf(type), type.padEnd(typeWidth)),
    event.company.padEnd(companyWidth),
    event.correlationid.slice(-6).padEnd(8),
    paint('dim', event.id.slice(0, 8)),
  ];
  return columns.join('') + (typeof word === 'string' && oneWord.test(word) ? `  ${word}` : '');
}

function parse(body: Buffer): PassingEvent | undefined {
  try {
    const event = JSON.parse(body.toString()) as Partial<PassingEvent> | null;
    const { id, type, time, company, correlationid } = event ?? {};
    return [id, type, time, company, correlationid].every((text) => typeof text === 'string')
      ? (event as PassingEvent)
      : undefined;
  } catch {
    return undefined;
  }
}

function colourOf(type: string): 'green' | 'yellow' | 'cyan' {
  if (/^(appointment\.|booking\.created)/.test(type)) return 'green';
  return /^booking\.(failed|unresolved|rejected|cancelled)/.test(type) ? 'yellow' : 'cyan';
}
