import { IsBoolean, IsInt, IsObject, IsString, Matches } from 'class-validator';
import { companySlug } from '../values/company-slug';

export class HeldOfPersonReply {
  /** Rows by table; empty when nothing is held. */
  @IsObject()
  counts: Record<string, number>;

  /** Attempts that are not done with Cal.com yet: they are erased when they are. */
  @IsInt()
  underWay: number;

  /** Rows by table; empty unless asked for. */
  @IsObject()
  document: Record<string, unknown>;
}

/** What booking holds of a person whose calls and bookings are known. */
export class HeldOfPerson {
  static readonly query = 'booking.query.held-of-person';
  static readonly reply = HeldOfPersonReply;

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
