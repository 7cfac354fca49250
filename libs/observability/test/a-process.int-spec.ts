import { eventually, startProcess, type StartedProcess } from '@callbook/testing';

/** Logs and health as they are seen from outside the process. */
describe('a process', () => {
  let app: StartedProcess;

  beforeAll(async () => {
    app = await startProcess({
      name: 'trouble',
      script: 'libs/observability/test/fixtures/app.js',
      readyLine: /"url":"(?<url>[^"]+)"/,
    });
  });

  afterAll(() => app?.kill());

  const live = (ms: number) => fetch(`${app.url}/health/live`, { signal: AbortSignal.timeout(ms) });

  it('is live while its event loop turns, and not while that is stuck', async () => {
    expect(await (await live(5_000)).json()).toEqual({ status: 'ok' });
    await fetch(`${app.url}/stick`);
    await eventually(
      'no answer while it is stuck',
      () =>
        live(100).then(
          () => false,
          () => true,
        ),
      { everyMs: 1 },
    );
    await eventually('an answer again', async () => (await live(5_000)).ok);
  });

  it('logs the error of a request without what the error quotes, and without the request', async () => {
    const answer = await fetch(`${app.url}/fail?email=jonas@kunde.example`, {
      headers: { authorization: 'Bearer abcdef' },
    });
    expect(answer.status).toBe(500);
    await eventually('the error in the log', () => app.logs().includes('"level":"error"'));
    expect(app.logs()).toContain('"message":"refused"');
    for (const secret of ['Jonas', '49151', 'kunde', 'abcdef']) expect(app.logs()).not.toContain(secret);
  });

  it('ends with one line, in which nobody is quoted, when nobody caught an error', async () => {
    await fetch(`${app.url}/crash`);
    expect(await app.ended).toEqual({ code: 1, signal: null });
    expect(app.logs()).toContain('"message":"crashed"');
    expect(app.logs()).not.toContain('Jonas');
  });
});
