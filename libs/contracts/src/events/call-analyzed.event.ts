import { IsISO8601 } from 'class-validator';
import { CallAnalysis } from '../values/call-analysis';
import { CallEnd } from '../values/call-end';
import { CallIdentity } from '../values/call-identity';
import { Nested } from '../values/nested';

/** The analysis after a call. It may be run again: the latest observed wins. */
export class CallAnalyzed {
  static readonly type = 'call.analyzed.v1';
  static readonly publisher = 'webhook-gateway';
  static readonly consumers = ['records.call-analyzed'];
  static subjectOf = (data: CallAnalyzed): string => data.call.retellCallId;

  @Nested(() => CallIdentity)
  call: CallIdentity;

  @Nested(() => CallEnd)
  end: CallEnd;

  @Nested(() => CallAnalysis)
  analysis: CallAnalysis;

  /** When we saw it: the provider gives no time for an analysis. */
  @IsISO8601({ strict: true })
  observedAt: string;
}
