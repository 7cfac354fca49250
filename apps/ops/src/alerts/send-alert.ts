import { createHmac } from 'node:crypto';
import type { Alert } from './alert';
import type { AlertChannel } from './alert-channels';
import { alertWords } from './alert-words';

/** Milliseconds for all of it, from the connection to the status. */
const timeoutMs = 10_000;

/** Why an alert did not get through, without the address, which is a secret. */
export class AlertNotSent extends Error {
  override readonly name = 'AlertNotSent';

  constructor(
    message: string,
    /** How long the other side wants to be left alone. */
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}

/** Posts it to the configured address and nowhere else: a redirect is a failure. @throws AlertNotSent */
export async function sendAlert(
  alert: Alert,
  { kind, url }: AlertChannel,
  { signingKey, now }: { readonly signingKey?: Buffer; readonly now: Date },
): Promise<void> {
  const body = JSON.stringify(kind === 'slack' ? forSlack(alert) : document(alert));
  const headers = { 'content-type': 'application/json', ...standardHeaders(alert.id, body, now, signingKey) };
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers,
    body,
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: Error) => {
    throw new AlertNotSent(reasonOf(error));
  });
  // What the other side says is not read: it may be of any length, and go on for ever.
  await response.body?.cancel().catch(() => undefined);
  if (!response.ok) throw new AlertNotSent(`answered ${response.status}`, retryAfter(response));
}

function document({ id, raisedAt, content }: Alert): object {
  return { id, at: raisedAt.toISOString(), text: alertWords(content), ...content };
}

/** https://docs.slack.dev/messaging/formatting-message-text: these three characters, and no others, are escaped. */
function forSlack({ content }: Alert): object {
  return { text: alertWords(content).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') };
}

/** https://www.standardwebhooks.com: the id is the same however often an alert is sent. */
function standardHeaders(id: string, body: string, now: Date, key?: Buffer): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  const signature = key && createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    ...(signature && { 'webhook-signature': `v1,${signature}` }),
  };
}

function reasonOf({ name, cause }: Error): string {
  if (name === 'TimeoutError') return `no answer within ${timeoutMs / 1_000} s`;
  const { code } = (cause ?? {}) as NodeJS.ErrnoException;
  return code ? `not reached (${code})` : 'not reached';
}

function retryAfter({ status, headers }: Response): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? NaN);
  return status === 429 && seconds > 0 ? Math.min(seconds, 3_600) * 1_000 : undefined;
}
