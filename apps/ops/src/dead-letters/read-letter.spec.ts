import { createEvent, derivedId, sampleCompany, sampleOf, BookingCreated } from '@callbook/contracts';
import type { DeadMessage } from '@callbook/messaging';
import { readLetter } from './read-letter';

const event = createEvent(BookingCreated, sampleOf(BookingCreated), {
  id: derivedId('spec'),
  company: sampleCompany,
  time: new Date('2026-11-21T10:00:00Z'),
  correlationId: 'call_1',
});

const dead = (given: Partial<DeadMessage> & { body?: unknown }): DeadMessage => ({
  queue: 'records.booking-created',
  content: Buffer.from(typeof given.body === 'string' ? given.body : JSON.stringify(given.body ?? event)),
  properties: {},
  headers: {},
  ...given,
});

const ours = {
  'x-callbook-code': 'no_service',
  'x-callbook-error': 'no service is called "Föhnen"',
  'x-callbook-deliveries': 7,
  'x-callbook-retries': 5,
  'x-callbook-first-failed-at': '2026-11-21T10:00:01.000Z',
  'x-callbook-dead-at': '2026-11-21T11:10:00.000Z',
};
const xDeath = (reason: string) => [
  { reason, queue: 'q', count: 21, time: { '!': 'timestamp', value: 1_795_259_400 }, 'routing-keys': ['q'] },
];

describe('a dead message is read', () => {
  it('as our consumer put it aside', () => {
    const properties = { messageId: event.id, correlationId: 'call_1', type: 'booking.created.v1' };
    expect(readLetter(dead({ properties, headers: ours }))).toMatchObject({
      queue: 'records.booking-created',
      messageId: event.id,
      eventType: 'booking.created.v1',
      company: sampleCompany,
      correlationId: 'call_1',
      code: 'no_service',
      error: 'no service is called "Föhnen"',
      diedOf: 'handler',
      deliveries: 7,
      retries: 5,
      firstFailedAt: new Date('2026-11-21T10:00:01Z'),
      deadAt: new Date('2026-11-21T11:10:00Z'),
    });
  });

  it('from its body where the properties say nothing', () => {
    expect(readLetter(dead({ headers: ours }))).toMatchObject({
      messageId: event.id,
      eventType: 'booking.created.v1',
      correlationId: 'call_1',
    });
  });

  it.each(['delivery_limit', 'rejected', 'maxlen', 'expired'])('as the broker put it aside for %s', (reason) => {
    const letter = readLetter(dead({ headers: { 'x-death': xDeath(reason) } }));
    expect(letter).toMatchObject({ code: reason, diedOf: reason, deliveries: null });
    expect(letter.deadAt).toEqual(new Date(1_795_259_400_000));
  });

  it('as one the broker put aside after our consumer had failed before', () => {
    const { 'x-callbook-dead-at': _, ...earlier } = ours;
    const letter = readLetter(dead({ headers: { ...earlier, 'x-death': xDeath('delivery_limit') } }));
    expect(letter).toMatchObject({ code: 'delivery_limit', retries: 5 });
    expect(letter.error).toContain('before that it failed with no_service');
  });

  it('as one that nobody says anything about', () => {
    expect(readLetter(dead({ body: 'rubbish' }))).toMatchObject({
      ...{ messageId: null, eventType: null, company: null, correlationId: null },
      ...{ code: 'unknown', diedOf: 'unknown', deadAt: null, deliveries: null, retries: null },
    });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['bytes that are no text', Buffer.from([0, 255, 254, 0, 128])],
    ['half a JSON', Buffer.from('{"id": "x')],
    ['JSON that is no object', Buffer.from('[1, null]')],
    ['JSON null', Buffer.from('null')],
    ['9 MB', Buffer.alloc(9 * 1024 * 1024, 'x')],
    ['JSON as deep as it gets', Buffer.from('['.repeat(200_000))],
  ])('byte for byte when its body is %s', (_, content) => {
    const letter = readLetter(dead({ content }));
    expect(letter.body).toBe(content);
    expect(letter).toMatchObject({ eventType: null, company: null });
  });

  it('without taking a stranger’s word for a type, a company, a code or a time', () => {
    const strange = { ...event, id: 'Jonas', type: 'Jonas Weber', company: 'Salon Lindenhof!', correlationid: 7 };
    const headers = {
      ...ours,
      'x-callbook-code': 'Jonas Weber called',
      'x-callbook-deliveries': -1,
      'x-callbook-retries': 'many',
      'x-callbook-first-failed-at': 'yesterday',
      'x-callbook-dead-at': '9999-12-31T00:00:00Z',
    };
    expect(readLetter(dead({ body: strange, properties: { type: 7, messageId: {} }, headers }))).toMatchObject({
      ...{ messageId: null, eventType: null, company: null, correlationId: null, code: 'unknown' },
      ...{ deliveries: null, retries: null, firstFailedAt: null, deadAt: null },
    });
  });

  it('with headers that JSON, and a database, can hold', () => {
    const headers = {
      bytes: Buffer.from('hi'),
      big: 2n ** 60n,
      endless: Infinity,
      nul: 'a\0b',
      '\0key': '\ud83d',
      nested: [{ time: { '!': 'timestamp', value: 5 } }],
      nothing: undefined,
    };
    const read = readLetter(dead({ headers })).headers;
    expect(read).toEqual({
      bytes: { '!': 'bytes', base64: 'aGk=' },
      big: '1152921504606846976',
      endless: 'Infinity',
      nul: 'a\ufffdb',
      '\ufffdkey': '\ufffd',
      nested: [{ time: { '!': 'timestamp', value: 5 } }],
      nothing: null,
    });
  });

  it('even if its headers are nested without end', () => {
    let nested: Record<string, unknown> = {};
    for (let depth = 0; depth < 50_000; depth++) nested = { nested };
    expect(JSON.stringify(readLetter(dead({ headers: nested })).headers).length).toBeLessThan(1_000);
  });

  it('even if its death is told in a way nobody would', () => {
    for (const strange of [null, 'x', [null], [{}], [{ reason: 'new', time: 'now', count: 'x' }], {}])
      expect(readLetter(dead({ headers: { 'x-death': strange } }))).toMatchObject({ diedOf: 'unknown', deadAt: null });
  });
});
