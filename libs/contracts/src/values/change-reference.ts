import { IsIn, IsUUID } from 'class-validator';
import type { Operation } from '../ids/request-key';
import { CallIdentity } from './call-identity';
import { Nested } from './nested';

/** Which request of which call changed an appointment. */
export class ChangeReference {
  @IsIn(['reschedule', 'cancel'])
  operation: Exclude<Operation, 'book'>;

  @IsUUID()
  requestId: string;

  @IsUUID()
  requestKey: string;

  /** May be another call than the one that booked. */
  @Nested(() => CallIdentity)
  call: CallIdentity;
}
