import type { StartApp, StartedApp } from './app-process';
import { Places } from './places';
import type { Settings } from './settings';

export type AppName = 'webhook-gateway' | 'booking' | 'records' | 'ops' | 'sandbox';

/** Those who publish before those who consume: nothing is left lying that could still be worked off. */
const stopOrder: readonly AppName[] = ['sandbox', 'webhook-gateway', 'booking', 'records', 'ops'];

/** The apps of one launch. When `stop` has resolved none is left, those included that were still being started. */
export class Apps {
  readonly started: StartedApp[] = [];
  private readonly starting = new Set<Promise<StartedApp>>();
  private readonly places = new Places<AppName>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly launchApp: StartApp,
    private readonly settings: Settings,
  ) {}

  async start(name: AppName, env: Readonly<Record<string, string>> = {}): Promise<StartedApp> {
    const start = this.places.fill(name, (place) =>
      this.launchApp({
        name,
        script: `apps/${name}/dist/${name === 'ops' ? 'service' : 'main'}.js`,
        env: { ...this.settings.envOf(name, place), ...env },
        signal: this.stopping.signal,
      }),
    );
    this.starting.add(start);
    try {
      const app = await start;
      this.started.push(app);
      return app;
    } finally {
      this.starting.delete(start);
    }
  }

  /** As many at once. @throws what the first that failed threw; the others may still be being started */
  several(name: AppName, count = 1, env?: Readonly<Record<string, string>>): Promise<StartedApp[]> {
    return Promise.all(Array.from({ length: count }, () => this.start(name, env)));
  }

  /** @throws what the first that could not be stopped threw, after all the others were */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.allSettled(this.starting);
    const outcomes: PromiseSettledResult<void>[] = [];
    for (const name of stopOrder) {
      const apps = this.started.filter((app) => app.name === name);
      outcomes.push(...(await Promise.allSettled(apps.map((app) => app.stop()))));
    }
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }
}
