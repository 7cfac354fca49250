import { createHash, createHmac } from 'node:crypto';

/** What a person is recognised by after they were erased. */
export const erasedKinds = ['call', 'uid', 'number', 'email', 'customer'] as const;
export type ErasedKind = (typeof erasedKinds)[number];

const blockBytes = 64;

/**
 * Makes keyed hashes (HMAC-SHA256) of what identified somebody who was erased: enough to recognise it when it comes again,
 * and nothing by which anybody without the key could find out who it was. Numbers are few enough to try them all, so a hash
 * without a key would hide nothing.
 */
export class ErasureKey {
  /** Tells one key from another without giving either away. */
  readonly fingerprint: string;
  /** For `hashSql`: the key as HMAC takes it, for the outer and for the inner hash. */
  readonly pads: readonly [outer: Buffer, inner: Buffer];

  /** @param secret 32 characters or more; whoever has it can look for known numbers among the hashes */
  constructor(private readonly secret: string) {
    this.fingerprint = this.digest('callbook erasure key');
    const given = Buffer.from(secret);
    const key = given.length > blockBytes ? createHash('sha256').update(given).digest() : given;
    const padded = Buffer.concat([key, Buffer.alloc(blockBytes - key.length)]);
    this.pads = [padded.map((byte) => byte ^ 0x5c), padded.map((byte) => byte ^ 0x36)].map((pad) =>
      Buffer.from(pad),
    ) as [Buffer, Buffer];
  }

  /** The same number is another hash in another company: nobody can be followed from one to the other. */
  hash(company: string, kind: ErasedKind, value: string): string {
    return this.digest(textOf(company, kind, value));
  }

  private digest(text: string): string {
    return createHmac('sha256', this.secret).update(text).digest('hex');
  }
}

/**
 * The same hash, made by the database, of a column: for rows that are looked for by hash.
 * @param value SQL expression of the value
 * @param places of the parameters: company, outer and inner pad
 */
export function hashSql(kind: ErasedKind, value: string, places: readonly [string, string, string]): string {
  const [company, outer, inner] = places;
  const plain = kind === 'email' ? `lower(${value})` : `(${value})`;
  const text = `convert_to(${company}::text || E'\\n${kind}\\n' || ${plain}, 'UTF8')`;
  return `encode(sha256(${outer}::bytea || sha256(${inner}::bytea || ${text})), 'hex')`;
}

function textOf(company: string, kind: ErasedKind, value: string): string {
  return `${company}\n${kind}\n${kind === 'email' ? value.toLowerCase() : value}`;
}
