import { IsISO8601, IsUUID } from 'class-validator';

/** A person was erased: whoever keeps something of these calls and appointments has to forget whose they were. */
export class PublicErasure {
  @IsUUID()
  erasureId: string;

  /** Row ids, as the records name them. */
  @IsUUID(undefined, { each: true })
  callIds: string[];

  /** As `appointmentId` in other events. */
  @IsUUID(undefined, { each: true })
  appointmentIds: string[];

  @IsISO8601({ strict: true })
  erasedAt: string;
}
