import bookAppointment from '../fixtures/function-book_appointment.json';
import { readFunctionCall } from './envelopes';
import { toolCallIdOf } from './tool-call-id';

const booking = readFunctionCall(bookAppointment);
const invocation = (id: string, args: unknown, name = 'book_appointment') => ({
  role: 'tool_call_invocation',
  tool_call_id: id,
  name,
  arguments: typeof args === 'string' ? args : JSON.stringify(args),
});
const withTranscript = (...transcript_with_tool_calls: unknown[]) => ({
  ...booking,
  call: { ...booking.call, transcript_with_tool_calls },
});

describe('tool call id', () => {
  it('is read from the live transcript of the documented example', () => {
    expect(toolCallIdOf(booking)).toBe('tool_call_b93d5a');
  });

  it('is that of the last invocation with these arguments, whatever was said afterwards', () => {
    const repeated = withTranscript(
      invocation('first', booking.args),
      invocation('second', booking.args),
      invocation('other', { ...booking.args, service: 'whitening' }),
      { role: 'user', content: 'Hello?' },
    );
    expect(toolCallIdOf(repeated)).toBe('second');
  });

  it('compares meaning: neither the order of keys nor the filler sentence counts', () => {
    const { execution_message: _, ...args } = booking.args;
    const reversed = Object.fromEntries(Object.entries(args).reverse());
    expect(toolCallIdOf(withTranscript(invocation('same', reversed)))).toBe('same');
  });

  it.each([
    ['of another function', invocation('x', booking.args, 'check_availability')],
    ['with other arguments', invocation('x', { ...booking.args, start: '2026-11-26T11:30:00-05:00' })],
    ['cut off in the middle', invocation('x', '{"service":"clea')],
    ['without an id', { ...invocation('x', booking.args), tool_call_id: undefined }],
  ])('is unknown when there is only an invocation %s', (_, entry) => {
    expect(toolCallIdOf(withTranscript(entry, null, 'text'))).toBeNull();
  });

  it('is unknown without a transcript', () => {
    const { transcript_with_tool_calls: _, ...call } = booking.call;
    expect(toolCallIdOf({ ...booking, call })).toBeNull();
  });
});
