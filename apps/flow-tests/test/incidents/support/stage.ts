import type { AppName, StartedApp } from '@callbook/launcher';
import { type RetellSandbox, startRetellSandbox } from '@callbook/sandbox';
import { killHard } from '@callbook/testing';
import { type Journey, startJourney } from '../../support/journey';
import { slot } from '../../support/slot';

/** One of everything, and what the suites of all incidents do to it. */
export interface Stage extends Journey {
  /** A time at which the sample companies are open, and that no other test has asked for. @param tuesday default soon */
  freeSlot(tuesday?: number): string;
  /** One more of an app, with settings of its own. */
  startWith(name: AppName, env: Readonly<Record<string, string>>): Promise<StartedApp>;
  /** Phone calls that are answered by that gateway. Closed with the stage. */
  phoneTo(gateway: StartedApp): Promise<RetellSandbox>;
  /** SIGKILL to every process of that name. */
  kill(name: AppName): Promise<void>;
  stop(name: AppName): Promise<void>;
  /** Starts one if none of that name is running. */
  revive(name: AppName): Promise<void>;
}

/** Take it in `beforeAll`, end it in `afterAll`. */
export async function setStage(): Promise<Stage> {
  const own: Partial<Record<string, Readonly<Record<string, string>>>> = {};
  const journey = await startJourney({
    unlimited: true,
    calendarWebhooks: true,
    env: { HINT_COALESCE_MS: '200', HINT_POLL_MS: '100', HINT_LOOK_AGAIN: '300ms,600ms,1s,2s' },
    envOf: (app) => own[app] ?? {},
  });
  const phones: RetellSandbox[] = [];
  const hours: Record<number, number> = {};
  const living = (name: AppName) => journey.callbook.apps.filter((app) => app.name === name && isRunning(app.pid));

  return {
    ...journey,
    freeSlot: (tuesday = 1) => {
      const hour = (hours[tuesday] = (hours[tuesday] ?? 8) + 1);
      return hour <= 16 ? slot(tuesday, hour) : slot(tuesday + 20 + Math.floor((hour - 17) / 8), 9 + ((hour - 17) % 8));
    },
    startWith: async (name, env) => {
      own[name] = env;
      return journey.callbook.startApp(name).finally(() => delete own[name]);
    },
    phoneTo: async ({ ready }) => {
      const phone = await startRetellSandbox({
        port: 0,
        gatewayUrl: String(ready.url),
        randomSeed: Date.now() % 2 ** 31,
      });
      phones.push(phone);
      return phone;
    },
    kill: async (name) => {
      for (const { pid } of living(name)) await killHard(pid);
    },
    stop: async (name) => {
      for (const app of living(name)) await app.stop();
    },
    revive: async (name) => {
      if (living(name).length === 0) await journey.callbook.startApp(name);
    },
    end: async () => {
      for (const phone of phones) await phone.close();
      await journey.end();
    },
  };
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
