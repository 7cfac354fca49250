import { CallEnd } from '../values/call-end';
import { CallIdentity } from '../values/call-identity';
import { Nested } from '../values/nested';

/** A call is over, or was never connected: then this is the first message about it. */
export class CallEnded {
  static readonly type = 'call.ended.v1';
  static readonly publisher = 'webhook-gateway';
  static readonly consumers = ['records.call-ended'];
  static subjectOf = (data: CallEnded): string => data.call.retellCallId;

  @Nested(() => CallIdentity)
  call: CallIdentity;

  @Nested(() => CallEnd)
  end: CallEnd;
}
