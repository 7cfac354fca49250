import type { AppToStart, StartedApp } from './app-process';
import { Apps } from './apps';

/** Apps that are ready, or fail, when a test says so. */
class PlayedStarts {
  readonly stopped: string[] = [];
  private readonly ends = new Map<string, { ready(): void; fail(message: string): void }>();

  start = ({ name, signal }: AppToStart): Promise<StartedApp> =>
    new Promise((settle, reject) => {
      const stop = async () => void this.stopped.push(name);
      const fail = (message: string) => reject(new Error(message));
      this.ends.set(name, { ready: () => settle({ name, pid: process.pid, ready: {}, stop }), fail });
      signal?.addEventListener('abort', () => fail(`${name} was given up`));
    });

  of(name: string): { ready(): void; fail(message: string): void } {
    return this.ends.get(name)!;
  }
}

describe('the apps of a launch', () => {
  const appsOf = (played: Pick<PlayedStarts, 'start'>) => new Apps(played.start, { owner: {}, envOf: () => ({}) });

  it('tell the failure that came first, and not that the others were given up for it', async () => {
    const played = new PlayedStarts();
    const apps = appsOf(played);
    const all = Promise.all([apps.several('booking', 1), apps.several('records', 1)]);
    played.of('records').fail('no database');
    await expect(all).rejects.toThrow('no database');
    await apps.stop();
  });

  it('are all ended by stop, also one that is still being started and one that becomes ready nevertheless', async () => {
    const played = new PlayedStarts();
    const apps = appsOf(played);
    const running = apps.start('records');
    played.of('records').ready();
    await running;
    const givenUp = apps.start('booking');
    const late = apps.start('webhook-gateway');
    const outcomes = Promise.allSettled([givenUp, late]);
    played.of('webhook-gateway').ready();
    await apps.stop();
    expect(await outcomes).toMatchObject([
      { status: 'rejected', reason: { message: 'booking was given up' } },
      { status: 'fulfilled' },
    ]);
    expect(played.stopped).toEqual(['webhook-gateway', 'records']);
  });

  it('are all stopped although one of them cannot be', async () => {
    const stopped: string[] = [];
    const start = async ({ name }: AppToStart): Promise<StartedApp> => ({
      name,
      pid: process.pid,
      ready: {},
      stop: async () => {
        if (name === 'booking') throw new Error('it hangs');
        stopped.push(name);
      },
    });
    const apps = appsOf({ start });
    for (const name of ['booking', 'records'] as const) await apps.start(name);
    await expect(apps.stop()).rejects.toThrow('it hangs');
    expect(stopped).toEqual(['records']);
  });
});
