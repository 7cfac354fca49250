import { createHmac, randomUUID } from 'node:crypto';
import { type Reply, send, type Sending, textOf } from './http';

export const calcomSecret = 'secret_of_the_webhook';

/** Signs as Cal.com does; written here a second time, so that a wrong check and a wrong signature cannot agree. */
export function calcomSignatureOf(body: string, secret = calcomSecret): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

/** Sends a body, signed unless the headers say otherwise. */
export function postWebhook(url: string, body: unknown, { headers, ...init }: Sending = {}): Promise<Reply> {
  const text = textOf(body);
  const signed = { 'content-type': 'application/json', 'x-cal-signature-256': calcomSignatureOf(text) };
  return send(url, text, { headers: { ...signed, 'x-cal-webhook-version': '2021-10-20', ...headers }, ...init });
}

/** As Cal.com sends it, shortened; full of what must not get further. */
export const aWebhook = (triggerEvent: string, payload: object = {}) => ({
  triggerEvent,
  createdAt: '2026-11-21T10:00:00.000Z',
  payload: {
    type: 'herrenhaarschnitt',
    title: 'Herrenhaarschnitt zwischen Mehmet Kaya und Jonas Weber',
    startTime: '2026-11-25T10:00:00Z',
    endTime: '2026-11-25T10:30:00Z',
    organizer: {
      id: 1002,
      name: 'Mehmet Kaya',
      email: 'mehmet.kaya@salon-lindenhof.example',
      timeZone: 'Europe/Berlin',
    },
    attendees: [{ email: 'jonas.weber@kunde.example', name: 'Jonas Weber', timeZone: 'Europe/Berlin' }],
    responses: { name: { label: 'name', value: 'Jonas Weber', isHidden: false } },
    uid: `uid-${randomUUID()}`,
    bookingId: 7001,
    eventTypeId: 2001,
    oneTimePassword: 'one-time-password',
    metadata: {},
    status: 'ACCEPTED',
    ...payload,
  },
});
