import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { CalcomFixture, rule, withAttendee } from './calcom-fixture';

interface Received {
  headers: IncomingHttpHeaders;
  raw: string;
  statusAtCalcom: string | undefined;
}

const calcom = new CalcomFixture();
let receiver: Server;
let subscriberUrl: string;
let received: Received[];
let answerWith: number;

beforeEach(async () => {
  received = [];
  answerWith = 204;
  receiver = createServer((request, response) => {
    let raw = '';
    request.on('data', (chunk) => (raw += chunk));
    request.on('end', () => {
      const { uid } = JSON.parse(raw).payload;
      const row = calcom.sandbox.world.bookings.find((booking) => booking.uid === uid);
      received.push({ headers: request.headers, raw, statusAtCalcom: row?.status });
      response.writeHead(answerWith).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  subscriberUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/webhooks/calcom/salon-lindenhof`;
});
afterEach(async () => {
  await calcom.sandbox.close();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});

const startSubscribed = () => calcom.start({ webhooks: [{ subscriberUrl, secret: 'sandbox-webhook-secret' }] });

rule('2.4 BOOKING_CREATED can arrive before the POST answers', async () => {
  await startSubscribed();
  await calcom.book();
  // The answer is here, so whatever came before it is here as well.
  expect(received).toHaveLength(1);
  expect(received[0].statusAtCalcom).toBe('ACCEPTED');
});

rule('8.2 the raw body is signed with the secret, and there is no delivery id', async () => {
  await startSubscribed();
  await calcom.book();

  const [{ raw, headers }] = received;
  const signature = createHmac('sha256', 'sandbox-webhook-secret').update(raw).digest('hex');
  expect(headers['x-cal-signature-256']).toBe(signature);
  expect(headers['x-cal-webhook-version']).toBe('2021-10-20');
  expect(Object.keys(JSON.parse(raw))).toEqual(['triggerEvent', 'createdAt', 'payload']);
});

rule('8.2 without a secret the signature is a fixed text', async () => {
  await calcom.start({ webhooks: [{ subscriberUrl }] });
  await calcom.book();
  expect(received[0].headers['x-cal-signature-256']).toBe('no-secret-provided');
});

rule('8.3 BOOKING_CREATED names the organizer, not hosts, and carries the metadata', async () => {
  await startSubscribed();
  await calcom.book(withAttendee({ phoneNumber: '+4915112345678' }));

  const { triggerEvent, payload } = JSON.parse(received[0].raw);
  expect(triggerEvent).toBe('BOOKING_CREATED');
  expect(payload).toMatchObject({
    type: 'herrenhaarschnitt',
    startTime: '2026-11-24T09:00:00Z',
    endTime: '2026-11-24T09:30:00Z',
    organizer: { id: 1002, name: 'Mehmet Kaya', timeZone: 'Europe/Berlin', utcOffset: 60 },
    attendees: [{ name: 'Erika Muster', firstName: 'Erika', lastName: 'Muster', phoneNumber: '+4915112345678' }],
    metadata: { callbook_request_id: 'request-1' },
    status: 'ACCEPTED',
    eventTypeId: 2001,
    bookingId: 500001,
    iCalSequence: 0,
  });
  expect(payload).not.toHaveProperty('hosts');
});

rule('8.3 BOOKING_CANCELLED is sent before the row changes and without metadata', async () => {
  await startSubscribed();
  const { uid } = (await calcom.book()).body.data;
  await calcom.cancel(uid);

  const { triggerEvent, payload } = JSON.parse(received[1].raw);
  expect(triggerEvent).toBe('BOOKING_CANCELLED');
  expect(payload).toMatchObject({
    uid,
    status: 'CANCELLED',
    cancellationReason: 'Kundin ist krank',
    cancelledBy: 'sandbox@callbook.example',
    requestReschedule: false,
    iCalSequence: 1,
  });
  expect(payload).not.toHaveProperty('metadata');
  expect(received[1].statusAtCalcom).toBe('ACCEPTED');
});

rule('8.5 one attempt only, and a failing subscriber does not fail the booking', async () => {
  await startSubscribed();
  answerWith = 500;
  expect((await calcom.book()).status).toBe(201);
  expect(received).toHaveLength(1);

  await calcom.sandbox.close();
  await calcom.start({ webhooks: [{ subscriberUrl: 'http://127.0.0.1:1' }] });
  expect((await calcom.book()).status).toBe(201);
});
