import { IsISO8601, IsOptional, IsString, IsTimeZone, IsUUID, MinLength } from 'class-validator';
import { IsLanguage, type Language, ServiceReference } from './booking-values';
import { CallIdentity } from './call-identity';
import { Nested, NestedOrNull } from './nested';

/** The booking a change is about, as records knows it. */
export class ChangeTarget {
  /** First uid of the chain. */
  @IsString()
  @MinLength(1)
  rootUid: string;

  /** Of the booking as it stood when it was asked for. */
  @IsString()
  @MinLength(1)
  calcomUid: string;

  @IsISO8601({ strict: true })
  start: string;

  @NestedOrNull(() => ServiceReference)
  service: ServiceReference | null;
}

/** What every change asked for on the phone has in common. */
export class ChangeRequest {
  /** What makes two requests the same change. The event's id names this one function call. */
  @IsUUID()
  requestKey: string;

  @Nested(() => CallIdentity)
  call: CallIdentity;

  /** Null for a wish of this call that is no appointment yet. */
  @NestedOrNull(() => ChangeTarget)
  target: ChangeTarget | null;

  /** Why, in the caller's words. */
  @IsOptional()
  @IsString()
  reason: string | null;

  @IsTimeZone()
  timeZone: string;

  @IsLanguage()
  language: Language;

  /** When the agent stops waiting; the work goes on. */
  @IsISO8601({ strict: true })
  answerBy: string;

  /** The wanted start of a move; of a cancellation, the start of what is to be cancelled. */
  @IsISO8601({ strict: true })
  start: string;
}
