import { CalcomFixture, rule, TUESDAY_TEN } from './calcom-fixture';

const calcom = new CalcomFixture();
beforeEach(() => calcom.start());
afterEach(() => calcom.sandbox.close());

const control = async (method: string, path: string, body?: unknown) =>
  (await calcom.call(method, `/sandbox${path}`, { body })).body;

rule('2.4 a 500 can follow a successful insert', async () => {
  await calcom.arm({ on: { operation: 'create-booking' }, effect: { kind: 'answer', at: 'written', status: 500 } });
  const { status, body } = await calcom.book();

  expect([status, body]).toEqual([500, { statusCode: 500, message: 'Internal server error' }]);
  const { bookings, posts } = await control('GET', '/bookings');
  expect(bookings).toHaveLength(1);
  expect(posts.requests[0]).toMatchObject({ result: { status: 500 }, bookingUid: bookings[0].uid });
});

rule('2.4 a broken connection can follow a successful insert', async () => {
  await calcom.arm({ on: {}, effect: { kind: 'disconnect', at: 'written' } });
  await expect(calcom.book()).rejects.toThrow('fetch failed');

  const { bookings, posts } = await control('GET', '/bookings');
  expect(bookings).toHaveLength(1);
  expect(posts.requests[0]).toMatchObject({ result: 'disconnected', bookingUid: bookings[0].uid });
});

rule('2.4 a client time-out can follow a successful insert', async () => {
  await calcom.arm({ on: {}, effect: { kind: 'silence', at: 'written' } });
  await expect(calcom.book({}, { signal: AbortSignal.timeout(200) })).rejects.toThrow('timeout');

  const { bookings, posts } = await control('GET', '/bookings');
  expect(bookings).toHaveLength(1);
  expect(posts.requests[0].result).toBe('silent');
});

rule('2.3 without a user row every host field is the word unknown, in POST, GET and list', async () => {
  await calcom.arm({ on: {}, effect: { kind: 'hosts', as: 'unknown' }, times: null });
  const { uid, hosts } = (await calcom.book()).body.data;

  expect(hosts).toEqual([
    { id: 'unknown', name: 'unknown', email: 'unknown', displayEmail: 'unknown', username: 'unknown' },
  ]);
  expect((await calcom.call('GET', `/v2/bookings/${uid}`)).body.data.hosts).toEqual(hosts);
  expect((await calcom.list('')).body.data[0].hosts).toEqual(hosts);
});

describe('faults', () => {
  it('can take the host out of the next POST only', async () => {
    await calcom.arm({ on: { operation: 'create-booking' }, effect: { kind: 'hosts', as: 'absent' } });

    const { data } = (await calcom.book()).body;
    expect(data).not.toHaveProperty('hosts');
    expect((await calcom.call('GET', `/v2/bookings/${data.uid}`)).body.data.hosts).toHaveLength(1);
    expect((await calcom.book({ eventTypeId: 2011 })).body.data.hosts).toHaveLength(1);
  });

  it.each([
    ['absent', undefined],
    ['empty', []],
    ['unknown', [expect.objectContaining({ id: 'unknown', username: 'unknown' })]],
  ] as const)('can leave the host %s', async (as, hosts) => {
    await calcom.arm({ on: {}, effect: { kind: 'hosts', as } });
    expect((await calcom.book()).body.data.hosts).toEqual(hosts);
  });

  it.each(['arrived', 'before-write'] as const)('can break the connection at %s, before the insert', async (at) => {
    await calcom.arm({ on: {}, effect: { kind: 'disconnect', at } });
    await expect(calcom.book()).rejects.toThrow('fetch failed');
    expect((await control('GET', '/bookings')).bookings).toEqual([]);
    expect((await calcom.book()).status).toBe(201);
  });

  it.each(['arrived', 'before-write'] as const)('can say nothing at %s, before the insert', async (at) => {
    await calcom.arm({ on: {}, effect: { kind: 'silence', at } });
    await expect(calcom.book({}, { signal: AbortSignal.timeout(200) })).rejects.toThrow('timeout');
    expect((await control('GET', '/bookings')).bookings).toEqual([]);
    expect((await calcom.book()).status).toBe(201);
  });

  it('can hit a part of all requests by chance, the same part for the same random seed', async () => {
    const starts = Array.from({ length: 14 }, (_, index) => new Date(Date.parse(TUESDAY_TEN) + index * 1_800_000));
    const statuses = async () => {
      await calcom.sandbox.close();
      await calcom.start({ randomSeed: 7 });
      const on = { operation: 'create-booking', eventTypeId: 2101 } as const;
      await calcom.arm({ on, effect: { kind: 'answer', at: 'written', status: 500 }, times: null, chance: 0.2 });
      const answers: number[] = [];
      for (const start of starts) answers.push((await calcom.book({ start, eventTypeId: 2101 })).status);
      return answers;
    };
    const first = await statuses();
    expect(new Set(first)).toEqual(new Set([201, 500]));
    expect(calcom.sandbox.world.bookings).toHaveLength(14);
    expect(await statuses()).toEqual(first);
  });

  it('before the write leave no booking behind', async () => {
    await calcom.arm({ on: {}, effect: { kind: 'answer', at: 'before-write', status: 503 } });
    const { status, body } = await calcom.book();

    expect(status).toBe(503);
    expect(body).toContain('sandbox');
    expect((await control('GET', '/bookings')).bookings).toEqual([]);
  });

  it('can answer 429 as Cal.com does', async () => {
    await calcom.arm({ on: {}, effect: { kind: 'answer', at: 'arrived', status: 429 } });
    const { status, body, headers } = await calcom.book();

    expect([status, body.error.code]).toEqual([429, 'ThrottlerException']);
    expect(headers.get('x-ratelimit-remaining-default')).toBe('0');
    expect((await calcom.book()).status).toBe(201);
  });

  it('can hold a request that then goes on, and book though the caller has given up', async () => {
    await calcom.arm({ on: {}, effect: { kind: 'delay', at: 'before-write', ms: 150 } });
    const abandoned = calcom.book({}, { signal: AbortSignal.timeout(50) });
    await expect(abandoned).rejects.toThrow('timeout');

    expect(calcom.sandbox.world.bookings).toHaveLength(0);
    while (calcom.sandbox.requests.all()[0].result === null) await new Promise((resolve) => setImmediate(resolve));
    expect(calcom.sandbox.world.bookings).toHaveLength(1);
  });

  it('hit only the requests they are for, as often as they say', async () => {
    const on = { operation: 'create-booking', eventTypeId: 2011 } as const;
    await calcom.arm({ on, effect: { kind: 'answer', at: 'arrived', status: 500 }, times: 2 });

    expect((await calcom.book()).status).toBe(201);
    expect((await calcom.book({ eventTypeId: 2011 })).status).toBe(500);
    expect((await calcom.book({ eventTypeId: 2011 })).status).toBe(500);
    expect((await calcom.book({ eventTypeId: 2011 })).status).toBe(201);
    expect((await control('GET', '/faults')).faults[0]).toMatchObject({ hits: 2 });
  });

  it('can be disarmed one by one or all together', async () => {
    const effect = { kind: 'answer', at: 'arrived', status: 500 } as const;
    for (let i = 0; i < 3; i++) await calcom.arm({ on: {}, effect, times: null });

    await control('DELETE', '/faults/2');
    expect((await control('GET', '/faults')).faults.map(({ id }: { id: number }) => id)).toEqual([1, 3]);
    await control('DELETE', '/faults');
    expect((await calcom.book()).status).toBe(201);
  });

  it.each([
    [{}, 'a fault is'],
    [{ effect: { kind: 'explode' } }, 'effect.kind'],
    [{ effect: { kind: 'delay', at: 'later', ms: 5 } }, 'effect.at'],
    [{ effect: { kind: 'delay', at: 'arrived' } }, 'effect.ms'],
    [{ effect: { kind: 'answer', at: 'arrived' } }, 'effect.status'],
    [{ effect: { kind: 'hosts', as: 'none' } }, 'as must be'],
    [{ on: { operation: 'POST' }, effect: { kind: 'hosts', as: 'empty' } }, 'on.operation'],
    [{ on: { trigger: 'BOOKING_CREATED' }, effect: { kind: 'hosts', as: 'empty' } }, 'on.trigger'],
    [{ effect: { kind: 'hosts', as: 'empty' }, times: 0 }, 'times'],
    [{ effect: { kind: 'hosts', as: 'empty' }, chance: 0 }, 'chance'],
  ])('that are mistyped are refused: %j', async (fault, problem) => {
    const { status, body } = await calcom.call('POST', '/sandbox/faults', { body: fault });
    expect(status).toBe(400);
    expect(body.problem).toContain(problem);
  });
});

describe('the ledger', () => {
  it('counts every POST with what its caller was told', async () => {
    await calcom.book();
    await calcom.book();
    await calcom.book({ metadata: { key: null } });

    const { posts, bookings } = await control('GET', '/bookings');
    expect(posts.count).toBe(3);
    expect(posts.requests.map(({ result }: { result: unknown }) => result)).toEqual([
      { status: 201 },
      { status: 400 },
      { status: 400 },
    ]);
    expect(bookings[0].metadata).toEqual({ callbook_request_id: 'request-1' });
    expect((await control('GET', '/requests')).requests).toHaveLength(3);
  });

  it('is empty after a reset, and a uid never comes twice', async () => {
    const before = (await calcom.book()).body.data;
    await calcom.arm({ on: {}, effect: { kind: 'hosts', as: 'absent' }, times: null });
    await control('POST', '/reset');

    expect(await control('GET', '/bookings')).toMatchObject({ bookings: [], posts: { count: 0 } });
    const after = (await calcom.book()).body.data;
    expect(after.hosts).toEqual(before.hosts);
    expect(after.uid).not.toBe(before.uid);
  });
});

describe('nobody can take it for the real thing', () => {
  it('says so in a header of every answer, the refusals and the control API included', async () => {
    for (const path of ['/', '/v2/me', '/v2/bookings/nowhere', '/sandbox/bookings', '/nowhere']) {
      const { headers } = await calcom.call('GET', path);
      expect([path, headers.get('x-callbook-sandbox')]).toEqual([path, 'calcom']);
    }
  });

  it('says so on its index page and in its names', async () => {
    expect((await calcom.call('GET', '/')).body).toContain('<strong>not Cal.com</strong>');
    expect((await calcom.call('GET', '/v2/me')).body.data.name).toContain('Sandbox');
    expect((await calcom.book()).body.data.location).toContain('Sandbox');
  });

  it('says so in its log', async () => {
    await calcom.sandbox.close();
    const lines: Record<string, unknown>[] = [];
    await calcom.start({ log: (line) => lines.push(line) });
    await calcom.book();
    expect(lines).toContainEqual(expect.objectContaining({ sandbox: 'calcom', message: 'POST /v2/bookings' }));
  });
});

it('answers malformed JSON as Cal.com does, in the first shape', async () => {
  const headers = { 'content-type': 'application/json', 'cal-api-version': '2024-08-13' };
  const response = await fetch(`${calcom.sandbox.url}/v2/bookings`, { method: 'POST', headers, body: '{"start":' });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ status: 'error', error: { code: 'BadRequestException' } });
});
