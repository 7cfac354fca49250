import { EventEmitter, once } from 'node:events';
import type http from 'node:http';
import { inspect } from 'node:util';
import { metricsRegistry } from '@callbook/observability';
import { eventually } from '@callbook/testing';
import { CalcomClient, type CalcomClientOptions, type CreateBookingInput, type RateLimitReading } from '../src';
import * as certificate from './fixtures/localhost-certificate';
import { json, localServer, type LocalServer, rawServer, type Responder } from './local-server';

const apiKey = 'cal_live_verySecretKey';
const input: CreateBookingInput = {
  eventTypeId: 2002,
  start: new Date('2026-01-06T10:00:00Z'),
  attendee: { name: 'Erika Muster', timeZone: 'Europe/Berlin', phoneNumber: '+4930123456', language: 'de' },
  metadata: { callbook_request_id: 'r1' },
};
const booking = (uid = 'uid1') => ({
  id: 42,
  uid,
  status: 'accepted',
  start: '2026-01-06T10:00:00.000Z',
  end: '2026-01-06T11:00:00.000Z',
  hosts: [{ id: 1001, name: 'Anna Berger' }],
  metadata: input.metadata,
});
const success = (data: unknown, more: object = {}) => ({ status: 'success', data, ...more });
const refusal = (message: string) => ({
  status: 'error',
  error: { code: 'BadRequestException', message, details: {} },
});

const closing: { close(): void | Promise<void> }[] = [];
afterEach(async () => {
  for (const one of closing.splice(0)) await one.close();
});
function clientFor(port: number, options: Partial<CalcomClientOptions> = {}): CalcomClient {
  const client = new CalcomClient({ baseUrl: `http://127.0.0.1:${port}`, apiKey, timeoutMs: 5_000, ...options });
  closing.push(client);
  return client;
}
async function serving(server: Promise<LocalServer>, options: Partial<CalcomClientOptions> = {}) {
  closing.push(await server);
  const { port, received } = await server;
  return { client: clientFor(port, options), port, received };
}
const answering = (respond: Responder, options?: Partial<CalcomClientOptions>) =>
  serving(localServer(respond), options);

/** The error a call rejects with, after making sure that nothing in it gives away the key or the caller. */
async function rejection(call: Promise<unknown>): Promise<Error> {
  const error: unknown = await call.then(
    () => new Error('expected a rejection'),
    (reason: unknown) => reason,
  );
  const visible = inspect(error, { depth: 12, showHidden: true }) + JSON.stringify(error);
  for (const secret of [apiKey, 'Muster', '4930123456', 'uid1']) expect(visible).not.toContain(secret);
  return error as Error;
}

describe('requests', () => {
  it('carry credential, version and exactly the fields Cal.com knows', async () => {
    const { client, received } = await answering((response) => json(response, 201, success(booking())));
    const withMore = { ...input, retellCallId: 'call_1', attendee: { ...input.attendee, preferred: 'Anna' } };
    await client.createBooking(withMore);
    expect(received).toEqual([
      expect.objectContaining({
        method: 'POST',
        url: '/v2/bookings',
        headers: expect.objectContaining({
          authorization: `Bearer ${apiKey}`,
          'cal-api-version': '2024-08-13',
          'content-type': 'application/json',
        }) as unknown,
      }),
    ]);
    expect(JSON.parse(received[0].body)).toEqual({ ...input, start: '2026-01-06T10:00:00.000Z' });
  });

  it('name the hosts who may serve, and nothing where anybody may', async () => {
    const { client, received } = await answering((response) => json(response, 201, success(booking())));
    await client.createBooking({ ...input, hostSubset: [1001, 1002] });
    await client.rescheduleBooking('uid1', { start: input.start, hostSubset: [1001] });
    expect(received.map(({ body }) => (JSON.parse(body) as { rrHostSubsetIds: unknown }).rrHostSubsetIds)).toEqual([
      [1001, 1002],
      [1001],
    ]);
  });

  it('tell the version of the family they belong to, and changes exactly what they change', async () => {
    const { client, received } = await answering((response, { url }) =>
      json(response, 200, success(url?.startsWith('/v2/slots') ? {} : booking())),
    );
    await client.cancelBooking('uid1', { reason: 'ill' });
    await client.rescheduleBooking('uid1', { start: input.start, reason: 'later', rescheduledBy: 'a@salon.example' });
    await client.freeSlots({ eventTypeId: 2002, start: input.start, end: input.start, hostSubset: [1001, 1002] });
    expect(received.map(({ method, url }) => `${method} ${url?.split('?')[0]}`)).toEqual([
      'POST /v2/bookings/uid1/cancel',
      'POST /v2/bookings/uid1/reschedule',
      'GET /v2/slots',
    ]);
    expect(received.map(({ headers }) => headers['cal-api-version'])).toEqual([
      '2024-08-13',
      '2024-08-13',
      '2024-09-04',
    ]);
    expect(received.slice(0, 2).map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { cancellationReason: 'ill' },
      { start: '2026-01-06T10:00:00.000Z', reschedulingReason: 'later', rescheduledBy: 'a@salon.example' },
    ]);
    expect(Object.fromEntries(new URL(received[2]?.url ?? '', 'http://localhost').searchParams)).toEqual({
      eventTypeId: '2002',
      start: '2026-01-06T10:00:00.000Z',
      end: '2026-01-06T10:00:00.000Z',
      timeZone: 'UTC',
      rrHostSubsetIds: '1001,1002',
    });
  });

  it('give the booking with its host and the times of question and answer', async () => {
    const { client } = await answering((response) => json(response, 201, success(booking())));
    const before = new Date();
    const created = await client.createBooking(input);
    expect(created).toMatchObject({ uid: 'uid1', host: { id: 1001, name: 'Anna Berger' }, metadata: input.metadata });
    expect(created.raw).toEqual(booking());
    expect(created.askedAt >= before && created.askedAt <= created.answeredAt).toBe(true);
  });

  it('share a connection for reading, but never for booking', async () => {
    const { client, received } = await answering((response, { method }) =>
      json(response, method === 'POST' ? 201 : 200, success(booking())),
    );
    await client.getBooking('uid1');
    await client.createBooking(input);
    await client.getBooking('uid1');
    await client.createBooking(input);
    const [get, post, getAgain, postAgain] = received.map(({ remotePort }) => remotePort);
    expect(getAgain).toBe(get);
    expect(new Set([get, post, postAgain]).size).toBe(3);
  });

  it('are counted by operation and outcome, without personal data', async () => {
    metricsRegistry.resetMetrics();
    const { client } = await answering((response) => json(response, 400, refusal('Erika Muster uid1')));
    await rejection(client.createBooking(input));
    await rejection(client.getBooking('uid1'));
    const metrics = await metricsRegistry.metrics();
    expect(metrics).toContain('callbook_calcom_requests_total{operation="bookings.create",outcome="refused"} 1');
    expect(metrics).toContain(
      'callbook_calcom_request_duration_seconds_count{operation="bookings.get",outcome="refused"} 1',
    );
    expect(metrics).not.toMatch(/Muster|uid1/);
  });
});

describe('one booking', () => {
  it('is read by its uid', async () => {
    const { client, received } = await answering((response) => json(response, 200, success(booking())));
    expect(await client.getBooking('uid1')).toMatchObject({ uid: 'uid1' });
    expect(received[0]).toMatchObject({ method: 'GET', url: '/v2/bookings/uid1' });
  });

  it('is nothing when Cal.com has none', async () => {
    const { client } = await answering((response) =>
      json(response, 404, refusal('Booking with uid=uid1 was not found in the database')),
    );
    expect(await client.getBooking('uid1')).toBeUndefined();
  });

  it.each(['', '..', 'a/b', 'a?b', 'ü'])('is not asked for, nor changed, with %p', async (uid) => {
    const { client, received } = await answering((response) => json(response, 200, success(booking())));
    await expect(client.getBooking(uid)).rejects.toThrow(TypeError);
    await expect(client.cancelBooking(uid, { reason: 'x' })).rejects.toThrow(TypeError);
    await expect(client.rescheduleBooking(uid, { start: input.start })).rejects.toThrow(TypeError);
    expect(received).toEqual([]);
  });
});

describe('a list of bookings', () => {
  const uids = ['a', 'b', 'c', 'd', 'e'];
  /** Serves the uids in pages, as Cal.com does. */
  const paged: Responder = (response, { url }) => {
    const query = new URL(url ?? '', 'http://localhost').searchParams;
    const [skip, take] = [Number(query.get('skip')), Number(query.get('take'))];
    const page = uids.slice(skip, skip + take).map(booking);
    json(response, 200, success(page, { pagination: { hasNextPage: skip + take < uids.length } }));
  };

  it('is fetched to its end', async () => {
    const { client, received } = await answering(paged);
    const found = await client.listBookings({ take: 2 });
    expect(found.map(({ uid }) => uid)).toEqual(uids);
    expect(received).toHaveLength(3);
  });

  it('is filtered by event type and window, by nothing else', async () => {
    const { client, received } = await answering(paged);
    await client.listBookings({
      eventTypeIds: [2001, 2002],
      afterStart: new Date('2026-01-06T09:59:00Z'),
      beforeEnd: new Date('2026-01-06T11:01:00Z'),
    });
    expect(Object.fromEntries(new URL(received[0].url ?? '', 'http://localhost').searchParams)).toEqual({
      eventTypeIds: '2001,2002',
      afterStart: '2026-01-06T09:59:00.000Z',
      beforeEnd: '2026-01-06T11:01:00.000Z',
      sortStart: 'asc',
      take: '100',
      skip: '0',
    });
  });

  it('is unclear rather than cut off when it is longer than allowed', async () => {
    const { client } = await answering(paged);
    expect(await rejection(client.listBookings({ take: 2 }, 2))).toMatchObject({ reason: 'too_many_pages' });
    await expect(client.listBookings({ take: 2 }, 3)).resolves.toHaveLength(5);
  });

  it('shows a booking once that moved to the next page meanwhile', async () => {
    const { client } = await answering((response, { url }) => {
      const first = new URL(url ?? '', 'http://localhost').searchParams.get('skip') === '0';
      const page = first ? [booking('a'), booking('b')] : [booking('b'), booking('c')];
      json(response, 200, success(page, { pagination: { hasNextPage: first } }));
    });
    expect((await client.listBookings({ take: 2 })).map(({ uid }) => uid)).toEqual(['a', 'b', 'c']);
  });

  it('is empty for no event types, without asking: an empty filter would mean all', async () => {
    const { client, received } = await answering(paged);
    expect(await client.listBookings({ eventTypeIds: [] })).toEqual([]);
    expect(received).toEqual([]);
  });
});

describe('nothing was sent, for certain', () => {
  const unavailable = (code: unknown) => ({ name: 'CalcomUnavailable', reason: 'not_connected', code });

  it('when nobody listens', async () => {
    const server = await rawServer(() => undefined);
    await server.close();
    expect(await rejection(clientFor(server.port).createBooking(input))).toMatchObject(unavailable('ECONNREFUSED'));
  });

  it('when the host has no address', async () => {
    const client = clientFor(0, { baseUrl: 'http://cal.callbook.invalid' });
    expect(await rejection(client.createBooking(input))).toMatchObject(
      unavailable(expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN|ETIMEDOUT)$/)),
    );
  });

  it('when the TLS handshake is cut off', async () => {
    const { port } = await serving(rawServer((socket) => socket.once('data', () => socket.resetAndDestroy())));
    const client = clientFor(port, { baseUrl: `https://127.0.0.1:${port}` });
    expect(await rejection(client.createBooking(input))).toMatchObject(unavailable('ECONNRESET'));
  });

  it('when the TLS handshake never ends', async () => {
    const { port } = await serving(rawServer(() => undefined));
    const client = clientFor(port, { baseUrl: `https://127.0.0.1:${port}`, timeoutMs: 200 });
    expect(await rejection(client.createBooking(input))).toMatchObject(unavailable('ETIMEDOUT'));
  });

  it('when the certificate is not to be trusted', async () => {
    const { port, received } = await serving(
      localServer((response) => json(response, 201, success(booking())), certificate),
    );
    const client = clientFor(port, { baseUrl: `https://127.0.0.1:${port}` });
    expect(await rejection(client.createBooking(input))).toMatchObject(unavailable('DEPTH_ZERO_SELF_SIGNED_CERT'));
    expect(received).toEqual([]);
  });
});

describe('it is unclear whether a booking exists', () => {
  const unclear = (reason: string, status: number | null = null) => ({ name: 'CalcomUnclear', reason, status });

  it('when no answer comes', async () => {
    const { client, received } = await answering(() => undefined, { timeoutMs: 200 });
    expect(await rejection(client.createBooking(input))).toMatchObject(unclear('timeout'));
    expect(received).toHaveLength(1);
  });

  it('when the answer trickles in without end', async () => {
    const { client } = await answering(
      (response) => {
        response.writeHead(201, { 'content-type': 'application/json' });
        const trickle = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(trickle));
      },
      { timeoutMs: 200 },
    );
    expect(await rejection(client.createBooking(input))).toMatchObject(unclear('timeout'));
  });

  it('when the connection is reset before the request was read', async () => {
    const { client } = await serving(rawServer((socket) => socket.once('readable', () => socket.resetAndDestroy())));
    expect(await rejection(client.createBooking(input))).toMatchObject(unclear('connection_lost'));
  });

  it('when the connection is reset after the request was read', async () => {
    const { client, received } = await answering((response) => void response.socket?.resetAndDestroy());
    expect(await rejection(client.createBooking(input))).toMatchObject(unclear('connection_lost'));
    expect(received).toHaveLength(1); // and nothing repeated it
  });

  it('when the answer breaks off', async () => {
    const { client } = await answering((response) => {
      response.writeHead(201, { 'content-length': 1000 }).write('{"status":"success","data":{"uid":"uid1"');
      setImmediate(() => response.socket?.destroy());
    });
    expect(await rejection(client.createBooking(input))).toMatchObject(unclear('connection_lost'));
  });

  it('when the answer is larger than any answer of Cal.com', async () => {
    const { client } = await answering((response) => {
      const megabyte = Buffer.alloc(1024 * 1024, ' ');
      const pour = () => void (response.destroyed || response.write(megabyte, () => pour()));
      pour();
    });
    expect(await rejection(client.createBooking(input))).toMatchObject(unclear('connection_lost'));
  });

  const oldShape = { id: 42, uid: 'uid1', startTime: booking().start, endTime: booking().end, status: 'ACCEPTED' };
  const html = '<html><body>Bad gateway</body></html>';
  it.each<[string, number, unknown, string]>([
    ['the answer has the shape of 2024-04-15', 201, success(oldShape), 'unexpected_shape'],
    ['the answer is a page of a gateway', 502, html, 'server_error'],
    ['a success is a page of a gateway', 200, html, 'unexpected_shape'],
    ['a refusal is a page of a gateway', 403, html, 'foreign_body'],
    ['the answer is empty', 201, '', 'unexpected_shape'],
    ['Cal.com failed', 500, { statusCode: 500, message: 'Internal server error' }, 'server_error'],
    ['two bookings raced', 409, { statusCode: 409, message: 'booking_conflict_error' }, 'conflict'],
  ])('when %s', async (_name, status, body, reason) => {
    const { client } = await answering((response) => {
      if (typeof body === 'string') response.writeHead(status, { 'content-type': 'text/html' }).end(body);
      else json(response, status, body, { 'x-request-id': 'req_7' });
    });
    const error = await rejection(client.createBooking(input));
    expect(error).toMatchObject(unclear(reason, status));
    expect(error).toMatchObject({ evidence: { body: typeof body === 'string' ? body : JSON.stringify(body) } });
  });

  it('when we are sent elsewhere; nobody follows', async () => {
    const elsewhere = await answering((response) => json(response, 201, success(booking())));
    const location = `http://127.0.0.1:${elsewhere.port}/v2/bookings`;
    const { client } = await answering((response) => void response.writeHead(307, { location }).end());
    expect(await rejection(client.createBooking(input))).toMatchObject(unclear('unexpected_status', 307));
    expect(await rejection(client.getBooking('uid1'))).toMatchObject(unclear('unexpected_status', 307));
    expect(elsewhere.received).toEqual([]);
  });
});

describe('no booking exists', () => {
  it('when Cal.com refuses, with its text whole', async () => {
    const text = 'User either already has booking at this time or is not available';
    const { client } = await answering((response) => json(response, 400, refusal(text), { 'x-request-id': 'req_7' }));
    const error = await rejection(client.createBooking(input));
    expect(error).toMatchObject({ name: 'CalcomRefused', status: 400, providerText: text });
    expect(error).toMatchObject({ evidence: { requestId: 'req_7', body: JSON.stringify(refusal(text)) } });
  });

  it('when the credential is not accepted', async () => {
    const { client } = await answering((response) =>
      json(response, 401, refusal('ApiAuthStrategy - api key - Your api key is not valid')),
    );
    expect(await rejection(client.createBooking(input))).toMatchObject({ name: 'CalcomUnauthorized', status: 401 });
  });

  it.each([
    ['seconds', () => 37],
    ['Unix time', () => Math.ceil(Date.now() / 1000) + 37],
  ])('when the key is throttled, with the reset given in %s', async (_name, reset) => {
    const { client } = await answering((response) =>
      json(response, 429, refusal('CustomThrottlerGuard - Too many requests.'), {
        'X-RateLimit-Reset-Default': reset(),
      }),
    );
    const error = (await rejection(client.createBooking(input))) as Error & { resetMs: number };
    expect(error.name).toBe('CalcomRateLimited');
    expect(error.resetMs).toBeGreaterThan(36_000);
    expect(error.resetMs).toBeLessThanOrEqual(38_000);
  });
});

describe('how many requests are left', () => {
  it('is handed on with every answer that says so, before the call ends', async () => {
    const readings: RateLimitReading[] = [];
    const headers = (remaining: number) => ({
      'X-RateLimit-Limit-Default': 120,
      'X-RateLimit-Remaining-Default': remaining,
      'X-RateLimit-Reset-Default': 37,
    });
    const answers: Responder[] = [
      (response) => json(response, 200, success(booking()), headers(87)),
      (response) => json(response, 400, refusal('no'), headers(86)),
      (response) => json(response, 200, success(booking())),
      (response) => json(response, 429, refusal('Too many'), headers(0)),
    ];
    const { client } = await answering((response, request) => answers.shift()?.(response, request), {
      onRateLimit: async (reading) => {
        await Promise.resolve();
        readings.push(reading);
      },
    });
    await client.getBooking('uid1');
    expect(readings).toEqual([{ limit: 120, remaining: 87, resetMs: 37_000 }]);
    await rejection(client.getBooking('uid1'));
    await client.getBooking('uid1');
    await rejection(client.getBooking('uid1'));
    expect(readings.map(({ remaining }) => remaining)).toEqual([87, 86, 0]);
  });
});

describe('breaker', () => {
  const breaker = { minimumRequests: 4, openMs: 100 };

  it('opens after faults, sends nothing meanwhile, and closes when Cal.com works again', async () => {
    let works = false;
    const { client, received } = await answering(
      (response) => (works ? json(response, 200, success(booking())) : json(response, 503, {})),
      { breaker },
    );
    const ask = () => rejection(client.getBooking('uid1'));
    for (let n = 0; n < 4; n += 1) expect(await ask()).toMatchObject({ reason: 'server_error' });
    expect(await ask()).toMatchObject({ name: 'CalcomUnavailable', reason: 'breaker_open' });
    expect(received).toHaveLength(4);
    expect(client.breakerOpenForMs).toBeGreaterThan(0);
    expect(client.breakerOpenForMs).toBeLessThanOrEqual(100);

    works = true;
    await eventually('the breaker to let a request through', () => client.getBooking('uid1'));
    expect(received).toHaveLength(5);
    expect(client.breakerOpenForMs).toBe(0);
    await expect(client.getBooking('uid1')).resolves.toBeDefined();
  });

  it('opens for time-outs that all began together', async () => {
    const { client, received } = await answering(() => undefined, {
      breaker: { ...breaker, openMs: 60_000 },
      timeoutMs: 300,
    });
    await Promise.all(Array.from({ length: 4 }, () => rejection(client.getBooking('uid1'))));
    expect(await rejection(client.getBooking('uid1'))).toMatchObject({ reason: 'breaker_open' });
    expect(received).toHaveLength(4);
  });

  it.each([400, 401, 403, 409, 429])('stays closed for %i', async (status) => {
    const { client, received } = await answering((response) => json(response, status, refusal('no')), { breaker });
    for (let n = 0; n < 10; n += 1) await rejection(client.createBooking(input));
    expect(received).toHaveLength(10);
  });
});

describe('closing', () => {
  it('lets what is under way end and sends nothing more', async () => {
    const arrivals = new EventEmitter();
    const arrival = once(arrivals, 'request') as Promise<[http.ServerResponse]>;
    const { client, received } = await answering((response) => void arrivals.emit('request', response));
    const underWay = client.createBooking(input);
    const [response] = await arrival;
    client.close();
    json(response, 201, success(booking()));
    await expect(underWay).resolves.toMatchObject({ uid: 'uid1' });
    expect(await rejection(client.createBooking(input))).toMatchObject({ reason: 'client_closed' });
    expect(received).toHaveLength(1);
  });
});

describe('a proxy named in the environment', () => {
  const before = process.env.http_proxy;
  afterEach(() => {
    if (before === undefined) delete process.env.http_proxy;
    else process.env.http_proxy = before;
  });

  it('sees nothing of it', async () => {
    const proxy = await answering((response) => json(response, 201, success(booking('from the proxy'))));
    const { client } = await answering((response) => json(response, 201, success(booking())));
    process.env.http_proxy = `http://127.0.0.1:${proxy.port}`;
    expect(await client.createBooking(input)).toMatchObject({ uid: 'uid1' });
    expect(proxy.received).toEqual([]);
  });
});

describe('configuration', () => {
  it('is refused for another host or an unusable key, without repeating the key', () => {
    const make = (options: Partial<CalcomClientOptions>) => () =>
      new CalcomClient({ baseUrl: 'https://api.cal.com', apiKey, allowedHosts: ['api.cal.com'], ...options });
    expect(make({})).not.toThrow();
    expect(make({ baseUrl: 'https://evil.example' })).toThrow('not allowed');
    expect(make({ apiKey: '' })).toThrow(TypeError);
    expect(make({ apiKey: `${apiKey}\n` })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(apiKey) as string }),
    );
  });
});
