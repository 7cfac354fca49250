import { IsIn, IsInt, IsISO8601, IsOptional, IsUUID, Matches, Max, Min } from 'class-validator';
import { Alternative } from '../values/booking-values';
import { companySlug } from '../values/company-slug';
import { NestedList } from '../values/nested';

/** Free starts, or why they could not be looked up. */
export class AvailabilityReply {
  /** Nearest to the wish first, those of the wished person before others; in time order when no wish was given. */
  @NestedList(() => Alternative)
  slots: Alternative[];

  /**
   * `none`: looked up, whether or not anything is free. `unavailable`: the calendar could not be asked in time; nothing may be
   * said about what is free. `unknown_service`: no such service now, or one that cannot be booked.
   */
  @IsIn(['none', 'unavailable', 'unknown_service'])
  problem: 'none' | 'unavailable' | 'unknown_service';

  @IsISO8601({ strict: true })
  lookedUpAt: string;
}

/** What is free for a service between two moments. */
export class Availability {
  static readonly query = 'booking.query.availability';
  static readonly reply = AvailabilityReply;

  @Matches(companySlug)
  company: string;

  @IsUUID()
  serviceId: string;

  /** Catalogue id of the wished person; null for anybody. */
  @IsOptional()
  @IsUUID()
  staffId: string | null;

  @IsISO8601({ strict: true })
  from: string;

  @IsISO8601({ strict: true })
  to: string;

  /** The wished start, if there is one: what is nearest comes first. */
  @IsOptional()
  @IsISO8601({ strict: true })
  near: string | null;

  @IsInt()
  @Min(1)
  @Max(50)
  limit: number;
}
