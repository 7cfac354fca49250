import type { CallAnalyzed, CallEnded, CallStarted, Event } from '@callbook/contracts';
import { readCallWebhook, type RetellCall } from '@callbook/retell';
import callAnalyzed from '@callbook/retell/fixtures/call_analyzed.json';
import callEnded from '@callbook/retell/fixtures/call_ended.json';
import callStarted from '@callbook/retell/fixtures/call_started.json';
import { callEvent } from './call-event.mapper';

const context = { company: 'harbor-street', now: new Date('2026-11-23T15:06:00Z') };
const identity = {
  retellCallId: 'call_5f0c2a9be41d7763c08a1d92e7b',
  agentId: 'agent_3b7e15c0d92f4a86b1e07cd455',
  agentVersion: 7,
  callType: 'phone_call',
  direction: 'inbound',
  fromNumber: '+14155550142',
  toNumber: '+14155550100',
  customerNumber: '+14155550142',
  startedAt: '2026-11-23T15:04:05.120Z',
};

function map<T extends object>(payload: { event: string; call: object }, change: object = {}): Event<T> {
  const { event, call } = readCallWebhook({ event: payload.event, call: { ...payload.call, ...change } });
  return callEvent(event, call as RetellCall, context) as Event<T>;
}

describe('the event of a call webhook', () => {
  it('call.started tells who is on the line', () => {
    const event = map<CallStarted>(callStarted);
    expect(event).toMatchObject({
      type: 'call.started.v1',
      company: 'harbor-street',
      subject: identity.retellCallId,
      correlationid: identity.retellCallId,
      data: { call: identity },
    });
  });

  it('call.ended tells how it ended, with the cost in cents', () => {
    const { data } = map<CallEnded>(callEnded);
    expect(data.call).toMatchObject({ ...identity, startedAt: expect.any(String) });
    expect(data.end).toMatchObject({
      disconnectionReason: callEnded.call.disconnection_reason,
      durationMs: callEnded.call.duration_ms,
      costCents: 9.3,
      transcript: callEnded.call.transcript,
    });
  });

  it('call.analyzed tells the analysis and when it was seen', () => {
    const { data } = map<CallAnalyzed>(callAnalyzed);
    expect(data.observedAt).toBe(context.now.toISOString());
    expect(data.analysis).toEqual({
      summary: callAnalyzed.call.call_analysis.call_summary,
      sentiment: 'Positive',
      successful: true,
      inVoicemail: false,
      custom: { appointment_requested: true, service: 'cleaning' },
    });
  });

  it('has the same id when Retell repeats the webhook, and another one for another call or event', () => {
    const ids = [map(callStarted), map(callEnded), map(callAnalyzed), map(callStarted, { call_id: 'call_other' })].map(
      ({ id }) => id,
    );
    expect(new Set(ids).size).toBe(4);
    expect(map(callStarted, { agent_name: 'renamed' }).id).toBe(ids[0]);
    expect(map(callAnalyzed, { end_timestamp: 1 }).id).toBe(ids[2]);
  });

  it('has an id of its own for another analysis of the same call', () => {
    const again = { call_analysis: { ...callAnalyzed.call.call_analysis, user_sentiment: 'Neutral' } };
    expect(map(callAnalyzed, again).id).not.toBe(map(callAnalyzed).id);
  });

  it.each(['transfer_started', 'transcript_updated'])('does not exist for %s', (event) => {
    expect(map({ event, call: callStarted.call })).toBeUndefined();
  });

  it('never carries the access token of a web call', () => {
    const { from_number: _f, to_number: _t, direction: _d, ...web } = callEnded.call;
    const event = map<CallEnded>(
      { event: 'call_ended', call: web },
      { call_type: 'web_call', access_token: 'secret-token' },
    );
    expect(event.data.call).toMatchObject({ callType: 'web_call', direction: null, customerNumber: null });
    expect(JSON.stringify(event)).not.toContain('secret-token');
  });

  it('does not look at call_status, which may lag behind', () => {
    expect(map(callEnded, { call_status: 'registered' }).type).toBe('call.ended.v1');
  });

  it('takes [] for an empty object, as it came in real life', () => {
    const call_analysis = { ...callAnalyzed.call.call_analysis, custom_analysis_data: [] };
    expect(map<CallAnalyzed>(callAnalyzed, { call_analysis }).data.analysis.custom).toEqual({});
  });

  it('is made from a call that was never connected and has nothing to tell', () => {
    const { data } = map<CallAnalyzed>({ event: 'call_analyzed', call: { call_id: 'call_1', agent_id: 'agent_1' } });
    const nothing = { endedAt: null, durationMs: null, costCents: null, transcript: null, recordingUrl: null };
    expect(data.end).toEqual({ ...nothing, disconnectionReason: null });
    expect(data.analysis).toEqual({ summary: null, sentiment: null, successful: null, inVoicemail: null, custom: {} });
  });

  it('puts up with values of another type than documented', () => {
    const strange = {
      agent_version: '7',
      direction: 'sideways',
      from_number: 'anonymous',
      start_timestamp: 'yesterday',
      end_timestamp: 1_795_446_301_000,
      duration_ms: '56000',
      call_cost: { combined_cost: '9.30' },
      transcript: [],
      disconnection_reason: 'a_reason_from_next_year',
    };
    const { data } = map<CallEnded>(callEnded, strange);
    expect(data.call).toMatchObject({
      agentVersion: null,
      direction: null,
      fromNumber: 'anonymous',
      customerNumber: null,
      startedAt: null,
    });
    expect(data.end).toMatchObject({
      durationMs: null,
      costCents: null,
      transcript: null,
      disconnectionReason: 'a_reason_from_next_year',
    });
  });
});
