import { createHmac, randomUUID } from 'node:crypto';
import { type Reply, send, type Sending, textOf } from './http';

export const webhookKey = 'key_of_the_workspace';

/** Signs as Retell does; written here a second time, so that a wrong check and a wrong signature cannot agree. */
export function signatureOf(body: string, { key = webhookKey, at = Date.now() } = {}): string {
  return `v=${at},d=${createHmac('sha256', key).update(`${body}${at}`).digest('hex')}`;
}

/** Sends a body, signed unless the headers say otherwise. */
export function post(url: string, body: unknown, { headers, ...init }: Sending = {}): Promise<Reply> {
  const text = textOf(body);
  const signed = { 'content-type': 'application/json', 'x-retell-signature': signatureOf(text) };
  return send(url, text, { headers: { ...signed, ...headers }, ...init });
}

export const aCall = (change: object = {}) => ({
  call_id: `call_${randomUUID().replaceAll('-', '')}`,
  call_type: 'phone_call',
  agent_id: 'agent_salon',
  agent_version: 7,
  direction: 'inbound',
  from_number: '+4915112345678',
  to_number: '+493012345670',
  start_timestamp: Date.now() - 20_000,
  ...change,
});

/** A start that can be booked whenever the tests run: ten o'clock, a week from now. */
export const nextWeek = `${new Date(Date.now() + 7 * 24 * 3_600_000).toISOString().slice(0, 10)}T10:00:00`;

export const bookAppointment = (args: object = {}, call: object = aCall()) => ({
  name: 'book_appointment',
  call,
  args: {
    service: 'Herrenhaarschnitt',
    start: nextWeek,
    attendee_name: 'Jonas Weber',
    attendee_email: 'jonas.weber@kunde.example',
    ...args,
  },
});

/** One of the agent's functions, called. */
export const calling = (name: string, args: object = {}, call: object = aCall()) => ({ name, call, args });

/** With the id that Retell gives one invocation: the same arguments again have another. */
export const invokedAs = (toolCallId: string, body: { name: string; args: object; call: object }) => ({
  ...body,
  call: {
    ...body.call,
    transcript_with_tool_calls: [
      {
        role: 'tool_call_invocation',
        tool_call_id: toolCallId,
        name: body.name,
        arguments: JSON.stringify(body.args),
      },
    ],
  },
});
