import { ArrayMaxSize, IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, Min, MinLength } from 'class-validator';
import { companySlug } from '../values/company-slug';
import { NestedList } from '../values/nested';

/** Somebody who may be given a booking. */
export class CalendarEventTypeHost {
  @IsInt()
  userId: number;

  @IsOptional()
  @IsString()
  name: string | null;
}

/** What can be booked at Cal.com, with what has to fit the catalogue. */
export class CalendarEventType {
  @IsInt()
  id: number;

  @IsOptional()
  @IsString()
  title: string | null;

  @IsInt()
  @Min(1)
  minutes: number;

  /** In the currency's smallest unit; null where nothing is paid at Cal.com. */
  @IsOptional()
  @IsInt()
  priceMinor: number | null;

  @IsOptional()
  @IsString()
  currency: string | null;

  @IsBoolean()
  hidden: boolean;

  /** `individual`, or of a team: `roundRobin`, `collective`, `managed` (a template nobody can book), and what may come. */
  @IsString()
  @MinLength(1)
  scheduling: string;

  @NestedList(() => CalendarEventTypeHost)
  hosts: CalendarEventTypeHost[];

  @IsBoolean()
  requiresConfirmation: boolean;

  @IsBoolean()
  requiresEmailVerification: boolean;

  /** Slugs of what a booker must answer beside the name. */
  @IsString({ each: true })
  requiredFields: string[];
}

export class CalendarEventTypesReply {
  @NestedList(() => CalendarEventType)
  @ArrayMaxSize(1_000)
  eventTypes: CalendarEventType[];

  /** Lists this one has led to, to be asked for like this one. */
  @IsString({ each: true })
  furtherLists: string[];

  /**
   * `none`: answered. `not_found`: Cal.com has no such list or event type, or does not show it to the key. `unavailable`: it could
   * not be asked now. `refused`: it does not accept the key, or there is none.
   */
  @IsIn(['none', 'not_found', 'unavailable', 'refused'])
  problem: 'none' | 'not_found' | 'unavailable' | 'refused';

  /** What happened, for a problem. */
  @IsOptional()
  @IsString()
  code: string | null;

  /** When asking again makes sense, if that is known. */
  @IsOptional()
  @IsInt()
  retryAfterMs: number | null;
}

/** `own`: the key's user's. `teams`: leads to those of the teams. `team:ID`, `user:NAME`: theirs. `id:ID`: one alone. */
export const calendarEventTypeList = /^(own|teams|team:[1-9]\d{0,14}|id:[1-9]\d{0,14}|user:[^\s/?#]{1,100})$/;

/** One list of event types, as Cal.com has it now: costs one request of what reconciliation may ask in a minute. */
export class CalendarEventTypes {
  static readonly query = 'booking.query.calendar-event-types';
  static readonly reply = CalendarEventTypesReply;

  @Matches(companySlug)
  company: string;

  @Matches(calendarEventTypeList)
  list: string;
}
