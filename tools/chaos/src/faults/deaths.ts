import { setTimeout as pause } from 'node:timers/promises';
import type { AppName } from '@callbook/launcher';
import { killHard } from '@callbook/testing';
import type { Service } from '@callbook/stack';
import type { Arena } from '../arena';
import type { Random } from '../random';
import type { Fault } from './fault';

const brokerAwayMs = 10_000;
const databaseAwayMs = 5_000;
/** An orchestrator does not notice at once. */
const appAwayMs = 1_000;
const apps: readonly AppName[] = ['webhook-gateway', 'booking', 'records'];

/** Broker and database are killed and come back later, one replica of each app is killed and replaced; in any order. */
export function deaths(arena: Arena, random: Random, scale: number): Fault[] {
  const { rabbitmq, postgres } = arena.stack;
  return random.shuffled([
    away('broker', rabbitmq, brokerAwayMs * scale),
    away('database', postgres, databaseAwayMs * scale),
    ...apps.map((app) => death(arena, app, random)),
  ]);
}

function away(name: string, { faults }: Service, ms: number): Fault {
  if (!faults) throw new Error(`The ${name} cannot be killed: it is not private to this run.`);
  return {
    name: `${name} killed and away for ${(ms / 1_000).toFixed(1)} s`,
    async happen() {
      await faults.kill();
      await pause(ms);
      await faults.start();
    },
  };
}

function death(arena: Arena, app: AppName, random: Random): Fault {
  return {
    name: `one ${app} killed`,
    async happen() {
      const { pid } = random.pick(arena.living(app));
      arena.expectEnd(pid);
      await killHard(pid);
      await pause(appAwayMs);
      await arena.restart(app);
    },
  };
}
