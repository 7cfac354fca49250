import { createHmac, timingSafeEqual } from 'node:crypto';

export interface CalcomSignedRequest {
  /** `X-Cal-Signature-256`, as received. */
  readonly header: string | readonly string[] | undefined;
  /** The body's bytes, as received. */
  readonly rawBody: Uint8Array;
  /** Secrets that are accepted: two while the webhook's secret is being rotated. */
  readonly secrets: readonly string[];
}

/** What Cal.com sends in place of a signature when the webhook has no secret. */
export const noSecretProvided = 'no-secret-provided';

/**
 * Whether Cal.com signed this body: lower-case hex HMAC-SHA256(secret, body). No time is signed, so a copy passes at any
 * time; a copied hint does no more than make booking look once again. Never throws; an empty secret accepts nothing.
 */
export function verifyCalcomSignature({ header, rawBody, secrets }: CalcomSignedRequest): boolean {
  if (typeof header !== 'string' || !/^[0-9a-f]{64}$/.test(header)) return false;
  const given = Buffer.from(header, 'hex');
  return secrets
    .filter((secret) => secret !== '')
    .some((secret) => timingSafeEqual(given, createHmac('sha256', secret).update(rawBody).digest()));
}
