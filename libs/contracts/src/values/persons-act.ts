import { IsISO8601, IsString, IsUUID, MaxLength, MinLength } from 'class-validator';

/** What a person decided about the record. Of several acts on one thing the greatest (acted at, event id) counts. */
export class PersonsAct {
  /** Who decided. */
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  actor: string;

  @IsString()
  @MinLength(1)
  @MaxLength(2_000)
  why: string;

  @IsISO8601({ strict: true })
  actedAt: string;
}

/** A person asks for an act. It becomes an event with the id of the asking, so asked again it is one act. */
export class ActRequest {
  @IsUUID()
  actId: string;

  @IsString()
  @MinLength(1)
  @MaxLength(200)
  actor: string;

  @IsString()
  @MinLength(1)
  @MaxLength(2_000)
  why: string;
}
