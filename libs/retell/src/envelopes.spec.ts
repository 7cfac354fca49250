import callAnalyzed from '../fixtures/call_analyzed.json';
import callEnded from '../fixtures/call_ended.json';
import callInbound from '../fixtures/call_inbound.json';
import callStarted from '../fixtures/call_started.json';
import argumentsOnly from '../fixtures/function-book_appointment.args-only.json';
import bookAppointment from '../fixtures/function-book_appointment.json';
import { BrokenEnvelope, readArguments, readCallWebhook, readFunctionCall, readInboundWebhook } from './envelopes';

const agentId = 'agent_3b7e15c0d92f4a86b1e07cd455';
const callId = 'call_5f0c2a9be41d7763c08a1d92e7b';

describe('a function call', () => {
  it('is read from the documented payload', () => {
    const { name, call, args } = readFunctionCall(bookAppointment);
    expect({ name, callId: call.call_id, agentId: call.agent_id, service: args.service }).toEqual({
      name: 'book_appointment',
      callId,
      agentId,
      service: 'cleaning',
    });
  });

  it.each<[string, unknown, string]>([
    ['not an object', [], '(body)'],
    ['nothing', undefined, '(body)'],
    ['arguments at root', argumentsOnly, 'name'],
    ['a name that is no text', { name: 7, call: {}, args: {} }, 'name'],
    ['no call', { name: 'f', args: {} }, 'call'],
    ['a call without id', { name: 'f', call: { agent_id: agentId }, args: {} }, 'call.call_id'],
    ['an endless id', { name: 'f', call: { call_id: 'x'.repeat(201), agent_id: agentId }, args: {} }, 'call.call_id'],
    ['a call without agent', { name: 'f', call: { call_id: callId }, args: {} }, 'call.agent_id'],
    ['no arguments', { name: 'f', call: { call_id: callId, agent_id: agentId } }, 'args'],
    ['a list of arguments', { name: 'f', call: { call_id: callId, agent_id: agentId }, args: [] }, 'args'],
  ])('is broken when it is or has %s', (_, json, field) => {
    expect(brokenField(() => readFunctionCall(json))).toBe(field);
  });
});

describe('arguments at root', () => {
  it('are the whole body', () => {
    expect(readArguments(argumentsOnly)).toEqual(argumentsOnly);
  });

  it.each([[[]], ['text'], [null]])('must be an object: %j is not', (body) => {
    expect(brokenField(() => readArguments(body))).toBe('(body)');
  });
});

describe('a call webhook', () => {
  it.each([callStarted, callEnded, callAnalyzed])('is read from the documented $event', (payload) => {
    expect(readCallWebhook(payload)).toMatchObject({ event: payload.event, agentId, call: { call_id: callId } });
  });

  it('is read from the old `data` only when there is no `call`', () => {
    const call = { call_id: callId, agent_id: agentId };
    expect(readCallWebhook({ event: 'call_ended', data: call }).call).toEqual(call);
    expect(readCallWebhook({ event: 'call_ended', call, data: { ...call, call_id: 'old' } }).call?.call_id).toBe(
      callId,
    );
  });

  it('of an event nobody knows yet needs no call', () => {
    expect(readCallWebhook({ event: 'call_cloned' })).toEqual({ event: 'call_cloned', agentId: null, call: null });
  });

  it.each(['chat', 'call', 'data'])('of an unknown event still tells the agent under `%s`', (field) => {
    expect(readCallWebhook({ event: 'chat_started', [field]: { agent_id: agentId } }).agentId).toBe(agentId);
  });

  it.each<[unknown, string]>([
    [{}, 'event'],
    [{ event: '' }, 'event'],
    [{ event: 'call_started' }, 'call'],
    [{ event: 'call_started', call: [] }, 'call'],
    [{ event: 'call_started', call: { call_id: '', agent_id: agentId } }, 'call.call_id'],
  ])('%j is broken at %s', (json, field) => {
    expect(brokenField(() => readCallWebhook(json))).toBe(field);
  });
});

describe('an inbound webhook', () => {
  it('is read from the documented payload', () => {
    expect(readInboundWebhook(callInbound)).toEqual({
      event: 'call_inbound',
      agentId,
      customerNumber: '+14155550142',
      toNumber: '+14155550100',
    });
  });

  it.each(['anonymous', '+266696687', 'sip:anna@pbx.invalid', 7, undefined])(
    'knows nobody by the number %j',
    (from) => {
      const ringing = { event: 'call_inbound', call_inbound: { ...callInbound.call_inbound, from_number: from } };
      expect(readInboundWebhook(ringing).customerNumber).toBeNull();
    },
  );

  it('need not name an agent', () => {
    expect(readInboundWebhook({ event: 'call_inbound', call_inbound: {} }).agentId).toBeNull();
  });

  it('is broken without its object', () => {
    expect(brokenField(() => readInboundWebhook({ event: 'call_inbound' }))).toBe('call_inbound');
  });
});

function brokenField(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof BrokenEnvelope) return error.field;
    throw error;
  }
  throw new Error('expected a BrokenEnvelope');
}
