import { createHash, randomBytes, randomUUID } from 'node:crypto';

/** A token as somebody holds it: what it is called in `catalogue.api_tokens`, and the digest that must stand there. */
export interface PresentedToken {
  readonly id: string;
  readonly secretSha256: Buffer;
}

export interface NewApiToken extends PresentedToken {
  /** Shown once and never stored: `cbk_`, the id without dashes, `_`, and 256 random bits in base64url. */
  readonly token: string;
}

const form = /^cbk_([0-9a-f]{32})_([A-Za-z0-9_-]{43})$/;

export function newApiToken(): NewApiToken {
  const id = randomUUID();
  const secret = randomBytes(32).toString('base64url');
  return { id, secretSha256: sha256(secret), token: `cbk_${id.replaceAll('-', '')}_${secret}` };
}

/** Undefined for what has not the form of a token. */
export function readApiToken(text: string): PresentedToken | undefined {
  const [, hex, secret] = form.exec(text) ?? [];
  if (!hex || !secret) return undefined;
  return { id: hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'), secretSha256: sha256(secret) };
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
