import { CalendarNotified } from '@callbook/contracts';
import { NotStored } from '../src/events';
import { aWebhook, calcomSignatureOf, postWebhook } from './support/calcom-side';
import { type TestGateway, testGateway } from './support/gateway';
import { signatureOf } from './support/retell-side';

describe('webhooks of Cal.com', () => {
  let gateway: TestGateway;
  let address: string;

  beforeAll(async () => {
    gateway = await testGateway();
    address = `${gateway.url}/webhooks/calcom/salon-lindenhof`;
  });
  afterAll(() => gateway.close());
  beforeEach(() => {
    gateway.surroundings.published.length = 0;
    gateway.surroundings.accept = () => Promise.resolve();
  });

  it('become hints, and are answered 204 without a body', async () => {
    const webhook = aWebhook('BOOKING_RESCHEDULED', { rescheduleUid: 'uid-before' });
    expect(await postWebhook(address, webhook)).toMatchObject({ status: 204, text: '' });
    expect(gateway.surroundings.ofType(CalendarNotified)).toMatchObject([
      {
        company: 'salon-lindenhof',
        data: {
          uid: webhook.payload.uid,
          previousUid: 'uid-before',
          trigger: 'BOOKING_RESCHEDULED',
          expectedStatus: 'accepted',
          source: 'webhook',
          sentAt: webhook.createdAt,
        },
      },
    ]);
  });

  it('carry nothing personal and no secret further', async () => {
    await postWebhook(address, aWebhook('BOOKING_CREATED'));
    const published = JSON.stringify(gateway.surroundings.published);
    expect(published).not.toMatch(/Jonas|Weber|kunde\.example|Mehmet|one-time-password/);
  });

  it('that are the same are two looks with one correlation', async () => {
    const webhook = aWebhook('BOOKING_CANCELLED');
    await Promise.all([postWebhook(address, webhook), postWebhook(address, webhook)]);
    const hints = gateway.surroundings.ofType(CalendarNotified);
    expect(new Set(hints.map(({ id }) => id)).size).toBe(2);
    expect(new Set(hints.map(({ correlationid }) => correlationid)).size).toBe(1);
  });

  it.each<[string, object]>([
    ['a ping test', { ...aWebhook('BOOKING_CREATED'), payload: { type: 'Test', title: 'Test trigger event' } }],
    ['a flat MEETING_ENDED', { triggerEvent: 'MEETING_ENDED', id: 7, uid: 'uid-1', status: 'ACCEPTED' }],
    ['a trigger of tomorrow', { triggerEvent: 'BOOKING_DREAMT_OF', createdAt: 'x', payload: {} }],
  ])('that are %s are acknowledged and not published', async (_, body) => {
    expect((await postWebhook(address, body)).status).toBe(204);
    expect(gateway.surroundings.published).toEqual([]);
  });

  it('are answered 503 when they are safe nowhere', async () => {
    gateway.surroundings.accept = () => Promise.reject(new NotStored('no broker, no disk'));
    expect(await postWebhook(address, aWebhook('BOOKING_CREATED'))).toMatchObject({
      status: 503,
      body: { error: 'not_stored' },
    });
  });

  it('are counted by trigger, but only so many', async () => {
    await postWebhook(address, { triggerEvent: 'OOO_CREATED' });
    for (let number = 0; number < 50; number += 1)
      await postWebhook(address, { triggerEvent: `NEW_TRIGGER_${number}` });
    await postWebhook(address, { triggerEvent: 'Jonas Weber' });
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    const count = (event: string) =>
      `gateway_webhooks_total{company="salon-lindenhof",event="${event}",result="acknowledged"}`;
    expect(metrics).toContain(count('OOO_CREATED'));
    expect(metrics).toContain(count('other'));
    expect(metrics.match(/event="NEW_TRIGGER_/g)?.length).toBeLessThan(40);
    expect(metrics).not.toContain('Jonas');
  });

  describe('that are not as they should be', () => {
    afterEach(() => expect(gateway.surroundings.published).toEqual([]));

    it.each(['salon-unbekannt', 'SALON-LINDENHOF', 'constructor', '%2e%2e'])('404 for the company %s', async (slug) => {
      const reply = await postWebhook(`${gateway.url}/webhooks/calcom/${slug}`, aWebhook('BOOKING_CREATED'));
      expect(reply.status).toBe(404);
    });

    it.each<[string, (body: string) => string | undefined]>([
      ['is missing', () => undefined],
      ['is garbage', () => 'sha256=1'],
      ['is made with another secret', (body) => calcomSignatureOf(body, 'another')],
      ['is made with an empty secret', (body) => calcomSignatureOf(body, '')],
      ['belongs to another body', () => calcomSignatureOf('{}')],
      ['is in capitals', (body) => calcomSignatureOf(body).toUpperCase()],
      ['is Retell’s', (body) => signatureOf(body)],
    ])('401 when the signature %s', async (_, sign) => {
      const body = JSON.stringify(aWebhook('BOOKING_CREATED'));
      const reply = await postWebhook(address, body, { headers: { 'x-cal-signature-256': sign(body) } });
      expect(reply).toMatchObject({ status: 401, body: { error: 'invalid_signature', field: 'x-cal-signature-256' } });
    });

    it('401 for a webhook without a secret, saying what to do', async () => {
      const headers = { 'x-cal-signature-256': 'no-secret-provided' };
      const reply = await postWebhook(address, aWebhook('BOOKING_CREATED'), { headers });
      expect(reply).toMatchObject({ status: 401, body: { error: 'invalid_signature' } });
      expect(reply.body.next).toContain('Set a secret');
    });

    it('401, not 400, for unsigned garbage: nothing is read before the signature', async () => {
      const reply = await postWebhook(address, '{"broken', { headers: { 'x-cal-signature-256': undefined } });
      expect(reply.status).toBe(401);
    });

    it('400 for malformed JSON, telling where it breaks and never what it says', async () => {
      const reply = await postWebhook(address, '{"triggerEvent": "Jonas", }');
      expect(reply).toMatchObject({ status: 400, body: { error: 'malformed_json', field: '(body)' } });
      expect(reply.text).not.toContain('Jonas');
    });

    it('400 for an empty body', async () => {
      expect(await postWebhook(address, '')).toMatchObject({ status: 400, body: { error: 'malformed_json' } });
    });

    it('400 for a form, which only a custom template makes', async () => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const reply = await postWebhook(address, 'uid=uid-1&name=Jonas', { headers });
      expect(reply).toMatchObject({ status: 400, body: { error: 'broken_envelope', field: 'content-type' } });
      expect(reply.body.next).toContain('template');
    });

    it.each<[string, unknown, string]>([
      ['a list', [], '(body)'],
      ['no trigger', { ...aWebhook('BOOKING_CREATED'), triggerEvent: undefined }, 'triggerEvent'],
      ['no payload', { ...aWebhook('BOOKING_CREATED'), payload: undefined }, 'payload'],
      ['no uid', aWebhook('BOOKING_CREATED', { uid: undefined }), 'payload.uid'],
      ['no bookingUid', aWebhook('BOOKING_NO_SHOW_UPDATED'), 'payload.bookingUid'],
    ])('400 for a template with %s, naming the field', async (_, body, field) => {
      const reply = await postWebhook(address, body);
      expect(reply).toMatchObject({ status: 400, body: { error: 'broken_envelope', field } });
    });

    it('413 over the body limit', async () => {
      const reply = await postWebhook(address, aWebhook('BOOKING_CREATED', { notes: 'x'.repeat(2 * 1024 * 1024) }));
      expect(reply).toMatchObject({ status: 413, body: { error: 'body_too_large' } });
    });

    it('415 for another content type', async () => {
      const reply = await postWebhook(address, aWebhook('BOOKING_CREATED'), {
        headers: { 'content-type': 'text/plain' },
      });
      expect(reply).toMatchObject({ status: 415, body: { error: 'unsupported_media_type', field: 'content-type' } });
    });

    it('404 for another method', async () => {
      expect((await fetch(address)).status).toBe(404);
    });
  });
});
