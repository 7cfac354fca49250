import { CalcomFixture, rule } from './calcom-fixture';

const calcom = new CalcomFixture();
afterEach(() => calcom.sandbox.close());

const limited = { limit: 3, windowMs: 60_000, blockMs: 60_000 };

const counters = (headers: Headers) =>
  ['limit', 'remaining', 'reset'].map((name) => headers.get(`x-ratelimit-${name}-default`));

rule('7.3 every answer carries the limit, what remains and the seconds until it resets', async () => {
  await calcom.start();
  expect(counters((await calcom.call('GET', '/v2/me')).headers)).toEqual(['120', '119', '60']);
  calcom.clock.advance(20_000);
  expect(counters((await calcom.call('GET', '/v2/bookings/nowhere')).headers)).toEqual(['120', '118', '40']);
  expect(counters((await calcom.book({}, { version: '2024-09-04' })).headers)).toEqual(['120', '117', '40']);
});

rule('7.3 over the limit everything is 429 for the block time, without Retry-After', async () => {
  await calcom.start({ rateLimit: limited });
  for (let request = 0; request < 3; request++) await calcom.call('GET', '/v2/me');

  calcom.clock.advance(50_000);
  const { status, body, headers } = await calcom.book();
  expect(status).toBe(429);
  expect(body.error).toMatchObject({
    code: 'ThrottlerException',
    message: 'CustomThrottlerGuard - Too many requests. Please try again later.',
  });
  expect(counters(headers)).toEqual(['3', '0', '60']);
  expect(headers.get('retry-after')).toBeNull();

  calcom.clock.advance(59_000); // the window is over, the block is not
  expect((await calcom.book()).status).toBe(429);
  calcom.clock.advance(1_000);
  expect((await calcom.book()).status).toBe(201);
});

rule('7.3 credentials are counted apart, and all versions together', async () => {
  await calcom.start({ rateLimit: limited });
  await calcom.call('GET', '/v2/me', { version: null });
  await calcom.call('GET', '/v2/bookings', { version: '2024-08-13' });
  await calcom.call('GET', '/v2/event-types', { version: '2024-06-14' });

  expect((await calcom.call('GET', '/v2/me')).status).toBe(429);
  expect((await calcom.book({}, { key: null })).status).toBe(201);
});

describe('the control API', () => {
  const put = (body: unknown) => calcom.call('PUT', '/sandbox/rate-limit', { body });

  it('sets the limit of the running sandbox, and so lifts a block', async () => {
    await calcom.start({ rateLimit: { ...limited, limit: 1 } });
    await calcom.call('GET', '/v2/me');
    expect((await calcom.call('GET', '/v2/me')).status).toBe(429);

    expect((await put({ limit: 2, blockMs: 5_000 })).body).toMatchObject({
      limit: 2,
      windowMs: 60_000,
      blockMs: 5_000,
    });
    for (const status of [200, 200, 429]) expect((await calcom.call('GET', '/v2/me')).status).toBe(status);
    calcom.clock.advance(5_000);
    expect((await calcom.call('GET', '/v2/me')).status).toBe(200);
    expect((await calcom.call('GET', '/sandbox/rate-limit')).body).toMatchObject({ limit: 2, blockMs: 5_000 });
  });

  it.each([[{ limit: 0 }], [{ limit: '5' }], [{ perMinute: 5 }], [[]]])('refuses %j', async (body) => {
    await calcom.start();
    expect((await put(body)).status).toBe(400);
    expect((await calcom.call('GET', '/v2/me')).status).toBe(200);
  });
});
