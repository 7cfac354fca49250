import { createHmac } from 'node:crypto';

/**
 * The value of `X-Retell-Signature`: `v=<epoch ms>,d=<hex HMAC-SHA256 of raw body followed by the same digits>`.
 * The key is an API key of the workspace. Method, path and other headers are not covered.
 */
export function signRetell(rawBody: string, key: string, timestamp: number): string {
  const digest = createHmac('sha256', key).update(rawBody).update(String(timestamp)).digest('hex');
  return `v=${timestamp},d=${digest}`;
}
