import 'reflect-metadata';
import { parentPort } from 'node:worker_threads';
import type { Guard } from '../breaks/guards';
import { play } from './play';
import { tallyOf } from './tally';

/** Seeds to play. */
export interface Portion {
  readonly first: number;
  readonly count: number;
  readonly broken?: Guard;
}

parentPort?.on('message', ({ first, count, broken }: Portion) => {
  void play(first, count, broken).then(
    (told) => parentPort?.postMessage({ tally: tallyOf(told) }),
    (error: Error) => parentPort?.postMessage({ failure: error.stack ?? error.message }),
  );
});
