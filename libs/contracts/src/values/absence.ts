import { IsBoolean } from 'class-validator';

/** Who did not come, as marked in the calendar after the appointment began. A mark can be taken back. */
export class Absence {
  /** Whoever was to serve. */
  @IsBoolean()
  host: boolean;

  /** The person the appointment was for. */
  @IsBoolean()
  attendee: boolean;
}
