/** Ids of ours and of calls. Uids of bookings are none of them: they are secrets. */
const id = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|call_[\w-]{1,64}|\d{1,10})$/;
/** Names that stand in our code or in the broker's: no spaces, nothing to be written to or called. */
const name = /^[A-Za-z][\w.:*#-]{0,119}$/;

const idFields = ['correlationId', 'causationId', 'eventId', 'messageId', 'functionCallId', 'requestId', 'reqId'];
const nameFields = [
  'app',
  'code',
  'company',
  'connection',
  'context',
  'event',
  'kind',
  'method',
  'operation',
  'outcome',
  'queue',
  'reason',
  'routingKey',
  'rung',
  'schema',
  'state',
  'status',
  'table',
  'trigger',
  'type',
];
const numberFields = ['attempt', 'count', 'deliveries', 'pid', 'port', 'revision', 'status', 'version'];
/** Durations, sizes and counts say so in their name. */
const numberSuffix = /(?:Ms|Seconds|Bytes|Count)$/;

const allowed: ReadonlyMap<string, RegExp> = new Map([
  ...idFields.map((field) => [field, id] as const),
  ...nameFields.map((field) => [field, name] as const),
]);

export const redacted = '[redacted]';

/**
 * Of an object that is to be logged what is known to be safe, by name and by form. An allowed field whose value has
 * another form is shown as `[redacted]`; all others are left out, names included, and counted in `redactedCount`.
 */
export function safeFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const safe: Record<string, unknown> = {};
  let left = 0;
  for (const [field, value] of Object.entries(fields)) {
    if (value === undefined || value === null) continue;
    if (isAllowed(field)) safe[field] = hasItsForm(field, value) ? value : redacted;
    else left += 1;
  }
  return left > 0 ? { ...safe, redactedCount: left } : safe;
}

function isAllowed(field: string): boolean {
  return allowed.has(field) || numberFields.includes(field) || numberSuffix.test(field);
}

function hasItsForm(field: string, value: unknown): boolean {
  if (typeof value === 'number') return numberFields.includes(field) || numberSuffix.test(field) || field === 'reqId';
  return typeof value === 'string' && allowed.get(field)?.test(value) === true;
}
