import { IsIn, IsISO8601, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';

/** Where a hint comes from: a webhook of the calendar, or an item of a list we fetched. */
export const hintSources = ['webhook', 'list'] as const;
export type HintSource = (typeof hintSources)[number];

/**
 * Something about a booking may have changed in the calendar. A hint, not a fact: booking looks at the calendar itself
 * and publishes what is new. Its id is fresh every time: looking twice is harmless, a lost look is not.
 */
export class CalendarNotified {
  static readonly type = 'calendar.notified.v1';
  static readonly publisher = 'webhook-gateway';
  static readonly consumers = ['booking.calendar-notified'];
  static subjectOf = (data: CalendarNotified): string => data.uid;

  @IsString()
  @MinLength(1)
  @MaxLength(200)
  uid: string;

  /** The booking this one replaced, when the hint says so. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  previousUid: string | null;

  /** The provider's word for what happened, such as `BOOKING_CANCELLED`; an open list. */
  @IsString()
  @MaxLength(100)
  trigger: string;

  /** What a look at the calendar should show; null when the hint does not tell. */
  @IsOptional()
  @IsIn(['accepted', 'pending', 'cancelled', 'rejected'])
  expectedStatus: 'accepted' | 'pending' | 'cancelled' | 'rejected' | null;

  @IsIn(hintSources)
  source: HintSource;

  /** When the provider sent it, by its own clock. */
  @IsOptional()
  @IsISO8601({ strict: true })
  sentAt: string | null;
}
