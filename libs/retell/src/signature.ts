import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far a signature's time may be from ours, in either direction, so that a recorded request cannot be sent again later. */
export const signatureWindowMs = 300_000;

export interface SignedRequest {
  /** `X-Retell-Signature`, as received. */
  readonly header: string | readonly string[] | undefined;
  /** The body's bytes, as received: JSON that was parsed and written again has another signature. */
  readonly rawBody: Uint8Array;
  /** Keys that are accepted: two while the webhook key is being rotated. */
  readonly keys: readonly string[];
  readonly now: Date;
}

/**
 * Whether Retell signed this body within the last five minutes (https://docs.retellai.com/features/secure-webhook):
 * `v=<epoch ms>,d=<hex HMAC-SHA256(key, body + epoch ms)>`. Method, path and other headers are not covered, and a copy
 * inside the window passes too. Never throws; an empty key accepts nothing.
 */
export function verifyRetellSignature({ header, rawBody, keys, now }: SignedRequest): boolean {
  const parts = typeof header === 'string' ? /^v=(\d{1,16}),d=([0-9a-f]{64})$/i.exec(header) : null;
  const [, timestamp, digest] = parts ?? [];
  if (timestamp === undefined || digest === undefined) return false;
  if (Math.abs(now.getTime() - Number(timestamp)) > signatureWindowMs) return false;
  const given = Buffer.from(digest, 'hex');
  return keys.filter((key) => key !== '').some((key) => timingSafeEqual(given, expected(key, rawBody, timestamp)));
}

function expected(key: string, rawBody: Uint8Array, timestamp: string): Buffer {
  return createHmac('sha256', key).update(rawBody).update(timestamp).digest();
}
