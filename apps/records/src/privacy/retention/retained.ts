import type { Retention } from '@callbook/catalogue';
import type { Call } from '../../calls/call';
import type { ToldCall } from '../../calls/call-merge';
import { mayKeep } from './cutoffs';

/** What was told of a call, without what is past its time already: told again it does not come back. */
export function retained(told: ToldCall, retention: Retention | undefined, now: Date, toldAt: Date): ToldCall {
  const calledAt = told.call.startedAt ?? told.call.endedAt ?? toldAt;
  return {
    call: mayKeep('summary', calledAt, retention, now) ? told.call : withoutWords(told.call),
    transcript: mayKeep('transcript', calledAt, retention, now) ? told.transcript : null,
    recordingUrl: mayKeep('recording', calledAt, retention, now) ? told.recordingUrl : null,
  };
}

/** The analysis in figures stays: how the call went is no secret of the caller's. */
function withoutWords(call: Call): Call {
  return { ...call, summary: null, customAnalysis: null };
}
