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

  it('does not wait for a check that hangs, begins no second one meanwhile, and is ok again when that one ends', async () => {
    jest.useFakeTimers();
    try {
      const health = new Health();
      let begun = 0;
      let answer = (): void => undefined;
      const check = () => ((begun += 1), new Promise<void>((settle) => (answer = settle)));
      health.register({ name: 'database', check });
      for (const _probe of [1, 2]) {
        const report = health.readiness();
        await jest.advanceTimersByTimeAsync(1_000);
        expect(await report).toEqual({ status: 'not_ready', checks: { database: 'no answer within 1000 ms' } });
      }
      expect(begun).toBe(1);

      answer();
      await jest.advanceTimersByTimeAsync(0);
      const report = health.readiness();
      answer();
      expect((await report).status).toBe('ok');
    } finally {
      jest.useRealTimers();
    }
  });

  it('is over when the shutdown begins', async () => {
    const health = new Health();
    health.onModuleDestroy();
    expect(await health.readiness()).toEqual({ status: 'not_ready', checks: { process: 'stopping' } });
  });

  it('does not pass on secrets with what is wrong', async () => {
    const health = new Health();
    const refused = new Error('cannot reach postgres://booking:pa55@db/x');
    health.register({ name: 'database', check: () => Promise.reject(refused) });
    expect((await health.readiness()).checks.database).toBe('cannot reach postgres://[credentials]@db/x');
  });
});
