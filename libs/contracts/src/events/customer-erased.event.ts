import { ArrayMaxSize, IsIn, IsISO8601, IsUUID, Matches } from 'class-validator';
import { NestedList } from '../values/nested';

const sha256 = /^[0-9a-f]{64}$/;

/** A keyed hash of something that identified the person. */
export class ErasedIdentity {
  @IsIn(['call', 'uid', 'number', 'email', 'customer'])
  kind: 'call' | 'uid' | 'number' | 'email' | 'customer';

  /** HMAC-SHA256 with Callbook's erasure key: it says nothing to anybody else. */
  @Matches(sha256)
  hash: string;
}

/**
 * A person was erased: everybody who keeps something of these calls and appointments has to forget whose they were. Carries
 * no personal data. The same person may be erased again later, if they rang again.
 */
export class CustomerErased {
  static readonly type = 'customer.erased.v1';
  static readonly publisher = 'records';
  static readonly consumers = ['booking.customer-erased', 'records.customer-erased', 'ops.customer-erased'];
  static subjectOf = (data: CustomerErased): string => data.erasureId;

  @IsUUID()
  erasureId: string;

  /** Row ids, as other events name them. */
  @IsUUID(undefined, { each: true })
  @ArrayMaxSize(100_000)
  callIds: string[];

  @IsUUID(undefined, { each: true })
  @ArrayMaxSize(100_000)
  appointmentIds: string[];

  @NestedList(() => ErasedIdentity)
  hashes: ErasedIdentity[];

  /** Tells with which key the hashes were made. */
  @Matches(sha256)
  keyFingerprint: string;

  @IsISO8601({ strict: true })
  erasedAt: string;
}
