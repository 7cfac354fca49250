import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CalendarNotified } from '@callbook/contracts';
import type { WebhookNotice, WebhookSubscription } from '@callbook/sandbox';

const expected: Readonly<Record<string, CalendarNotified['expectedStatus']>> = {
  BOOKING_REQUESTED: 'pending',
  BOOKING_CREATED: 'accepted',
  BOOKING_RESCHEDULED: 'accepted',
  BOOKING_CANCELLED: 'cancelled',
  BOOKING_REJECTED: 'rejected',
};

/** Takes Cal.com's webhooks in place of the gateway; answers when `hear` has ended. */
export async function receiveWebhooks(
  hear: (hint: CalendarNotified) => Promise<void>,
): Promise<{ subscription: WebhookSubscription; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      await hear(hintOf(JSON.parse(body) as WebhookNotice));
      response.writeHead(204).end();
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    subscription: { subscriberUrl: `http://127.0.0.1:${port}` },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function hintOf({ triggerEvent, payload, createdAt }: WebhookNotice): CalendarNotified {
  return {
    uid: String(payload.uid ?? payload.bookingUid), // an absence is told under the other name
    previousUid: payload.rescheduleUid ?? null,
    trigger: triggerEvent,
    expectedStatus: expected[triggerEvent] ?? null,
    source: 'webhook',
    sentAt: createdAt,
  };
}
