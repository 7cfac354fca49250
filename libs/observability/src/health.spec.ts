import { Health } from './health';

describe('readiness', () => {
  it('is ok only while every check passes', async () => {
    const health = new Health();
    let brokerUp = true;
    health.register({ name: 'database', check: () => Promise.resolve() });
    health.register({
      name: 'broker',
      check: () => (brokerUp ? Promise.resolve() : Promise.reject(new Error('not connected'))),
    });
    expect((await health.readiness()).status).toBe('ok');

    brokerUp = false;
    expect(await health.readiness()).toEqual({
      status: 'not_ready',
      checks: { database: 'ok', broker: 'not connected' },
    });
  });
});
