import { IsBoolean, IsObject, IsString, IsUUID, Matches } from 'class-validator';
import { companySlug } from '../values/company-slug';
import { NestedList } from '../values/nested';

/** A dead letter in which the person's call or booking stands in a form that erasing does not recognise: people have to look. */
export class UnrecognisedLetter {
  @IsUUID()
  id: string;

  /** An open one stays until somebody decides about it; one that was decided about goes in its time. */
  @IsString()
  state: string;
}

export class HeldByOpsReply {
  /** Rows by table that erasing recognises; empty when nothing is held. */
  @IsObject()
  counts: Record<string, number>;

  /** Not among the counts; in the order of their ids. */
  @NestedList(() => UnrecognisedLetter)
  unrecognised: UnrecognisedLetter[];

  /** Rows by table, of either kind; empty unless asked for. */
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
