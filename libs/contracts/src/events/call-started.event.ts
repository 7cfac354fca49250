import { CallIdentity } from '../values/call-identity';
import { Nested } from '../values/nested';

/** A call was connected. */
export class CallStarted {
  static readonly type = 'call.started.v1';
  static readonly publisher = 'webhook-gateway';
  static readonly consumers = ['records.call-started'];
  static subjectOf = (data: CallStarted): string => data.call.retellCallId;

  @Nested(() => CallIdentity)
  call: CallIdentity;
}
