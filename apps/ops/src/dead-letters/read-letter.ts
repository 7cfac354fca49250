import { companySlug, storable } from '@callbook/contracts';
import { type DeadMessage, failureHeaders } from '@callbook/messaging';
import type { DiedOf, ReadLetter } from './dead-letter';

/** A body that is larger is stored like any other, but not looked into. Bytes. */
const readableBytes = 8 * 1024 * 1024;
const longestError = 2_000;
const longestId = 255;

/** A dead message of which nothing but the body is known. */
export function unreadLetter({ queue, content }: Pick<DeadMessage, 'queue' | 'content'>): ReadLetter {
  return {
    queue,
    messageId: null,
    eventType: null,
    company: null,
    correlationId: null,
    code: 'unknown',
    error: 'what came with it cannot be read',
    diedOf: 'unknown',
    deliveries: null,
    retries: null,
    firstFailedAt: null,
    deadAt: null,
    properties: {},
    headers: {},
    body: content,
  };
}

/** Reads what can be read of a dead message. Never throws, whatever it is given. */
export function readLetter(message: DeadMessage): ReadLetter {
  const { queue, content, properties } = message;
  const headers = jsonOf(message.headers) as Record<string, unknown>;
  const envelope = envelopeOf(content);
  const death = brokersDeath(headers['x-death']);
  const ownDeath = dateIn(headers[failureHeaders.deadAt]);
  const diedOf = ownDeath ? 'handler' : (death?.reason ?? 'unknown');
  return {
    queue,
    messageId: idIn(properties.messageId) ?? matching(uuid, envelope.id),
    eventType: matching(eventType, properties.type) ?? matching(eventType, envelope.type),
    company: matching(companySlug, envelope.company),
    correlationId: idIn(properties.correlationId) ?? idIn(envelope.correlationid),
    ...failureTold(diedOf, headers),
    diedOf,
    retries: countIn(headers[failureHeaders.retries]),
    firstFailedAt: dateIn(headers[failureHeaders.firstFailedAt]),
    deadAt: ownDeath ?? death?.at ?? null,
    properties: jsonOf(properties) as Record<string, unknown>,
    headers,
    body: content,
  };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const eventType = /^[a-z]+\.[a-z-]+\.v\d+$/;
const codeForm = /^[A-Za-z][\w.:-]{0,119}$/;

/** What the broker notes when it puts a message aside itself; the newest first. https://www.rabbitmq.com/docs/dlx#effects */
interface BrokersDeath {
  readonly reason: DiedOf;
  readonly at: Date | null;
}

const reasons: readonly DiedOf[] = ['delivery_limit', 'rejected', 'maxlen', 'expired'];

function brokersDeath(xDeath: unknown): BrokersDeath | undefined {
  const [newest] = Array.isArray(xDeath) ? (xDeath as unknown[]) : [];
  if (typeof newest !== 'object' || newest === null) return undefined;
  const { reason, time } = newest as Record<string, unknown>;
  const seconds = typeof time === 'object' && time !== null ? (time as { value?: unknown }).value : undefined;
  return {
    reason: reasons.find((known) => known === reason) ?? 'unknown',
    at: typeof seconds === 'number' ? plausible(new Date(seconds * 1_000)) : null,
  };
}

const brokersWords: Readonly<Record<DiedOf, string>> = {
  handler: 'the consumer gave no reason',
  delivery_limit:
    'handed over without an answer until the delivery limit: its consumer ended each time, or lost its connection',
  rejected: 'refused by its consumer without a reason',
  maxlen: 'pushed out of a queue that was full',
  expired: 'waited in the queue until its time was over',
  unknown: 'put here without a word of why',
};

function failureTold(
  diedOf: DiedOf,
  headers: Readonly<Record<string, unknown>>,
): Pick<ReadLetter, 'code' | 'error' | 'deliveries'> {
  const code = matching(codeForm, headers[failureHeaders.code]);
  const told = headers[failureHeaders.error];
  const error = typeof told === 'string' && told !== '' ? storable(told.slice(0, longestError)) : undefined;
  const deliveries = countIn(headers[failureHeaders.deliveries]);
  if (diedOf === 'handler' || (diedOf === 'unknown' && (code || error)))
    return { code: code ?? 'unknown', error: error ?? brokersWords[diedOf], deliveries };
  // The headers tell of a failure before, on another rung; what ended it was the broker.
  const before = code ? `; before that it failed with ${code}` : '';
  return { code: diedOf, error: `${brokersWords[diedOf]}${before}`, deliveries };
}

function envelopeOf(body: Buffer): Record<string, unknown> {
  if (body.length > readableBytes) return {};
  try {
    const json: unknown = JSON.parse(body.toString('utf8'));
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function matching(form: RegExp, value: unknown): string | null {
  return typeof value === 'string' && form.test(value) ? value : null;
}

function idIn(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? storable(value.slice(0, longestId)) : null;
}

function countIn(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 31 ? value : null;
}

function dateIn(value: unknown): Date | null {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? plausible(new Date(value)) : null;
}

/** A time nobody can have meant would sort before or after everything, or break the database. */
function plausible(date: Date): Date | null {
  const year = date.getUTCFullYear();
  return year >= 2000 && year < 2200 ? date : null;
}

/** Nobody nests headers deeper; a stranger who does must not exhaust the stack. */
const deepest = 20;

/** What AMQP can hold and JSON cannot is written so that it can be read: bytes as base64. */
function jsonOf(value: unknown, depth = 0): unknown {
  if (depth > deepest) return '…';
  if (Buffer.isBuffer(value)) return { '!': 'bytes', base64: value.toString('base64') };
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'string') return storable(value);
  if (Array.isArray(value)) return value.map((item) => jsonOf(item, depth + 1));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [storable(key), jsonOf(item, depth + 1)]));
  return value ?? null;
}
