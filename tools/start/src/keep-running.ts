import { setTimeout as pause } from 'node:timers/promises';
import type { AppName, Callbook } from '@callbook/launcher';

/** An app that ends again and again is started this often in the least, as everything else on the machine wants to go on. */
const pauseMs = 1_000;

export interface KeptRunning {
  ended(name: string, how: string): void;
  /** Begins to start what ends; the answer stops that. */
  begin(callbook: Callbook): () => Promise<void>;
}

/** Starts an app that has ended again, as its supervisor does in production. */
export function keepRunning(say: (line: string) => void): KeptRunning {
  let callbook: Callbook | undefined;
  const starting = new Set<Promise<void>>();

  const startAgain = async (name: string) => {
    await pause(pauseMs);
    try {
      await callbook?.startApp(name as AppName);
      if (callbook) say(`${name} runs again`);
    } catch (error) {
      say(`${name} could not be started again: ${(error as Error).message}`);
    }
  };

  return {
    ended: (name, how) => {
      say(`${name} ended (${how})${callbook ? '; it is started again' : ''}`);
      if (!callbook) return;
      const started = startAgain(name).finally(() => starting.delete(started));
      starting.add(started);
    },
    begin: (running) => {
      callbook = running;
      return async () => {
        callbook = undefined;
        await Promise.all(starting); // one that is being started now must be there to be stopped
      };
    },
  };
}
