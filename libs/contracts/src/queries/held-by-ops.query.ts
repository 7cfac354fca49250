import { IsBoolean, IsObject, IsString, Matches } from 'class-validator';
import { companySlug } from '../values/company-slug';

export class HeldByOpsReply {
  /** Rows by table; empty when nothing is held. */
  @IsObject()
  counts: Record<string, number>;

  /** Rows by table; empty unless asked for. */
  @IsObject()
  document: Record<string, unknown>;
}

/** What the event history and the dead letters hold of a person whose calls and bookings are known. */
export class HeldByOps {
  static readonly query = 'ops.query.held-of-person';
  static readonly reply = HeldByOpsReply;

  @Matches(companySlug)
  company: string;

  @IsString({ each: true })
  retellCallIds: string[];

  @IsString({ each: true })
  uids: string[];

  /** With the rows themselves, beside how many there are. */
  @IsBoolean()
  withRows: boolean;
}
