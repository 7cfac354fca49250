import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Tally, together } from './tally';
import type { Portion } from './worker';

type Reply = { readonly tally: Tally } | { readonly failure: string };

export interface Campaign extends Portion {
  readonly threads: number;
}

/** Enough to keep a thread busy for some seconds, and few enough to see that it goes on. */
const portionSize = 500;

/**
 * Plays many seeds on several threads; which thread plays a seed changes nothing about it.
 * @throws Error when a story breaks down
 */
export async function campaign(
  { first, count, threads, broken }: Campaign,
  onProgress: (played: number) => void,
): Promise<Tally> {
  const portions: Portion[] = [];
  for (let at = first; at < first + count; at += portionSize) {
    portions.push({ first: at, count: Math.min(portionSize, first + count - at), ...(broken && { broken }) });
  }
  const tallies: Tally[] = [];
  let played = 0;
  const work = async (): Promise<void> => {
    const worker = new Worker(join(__dirname, 'worker.js'));
    try {
      for (let portion = portions.shift(); portion; portion = portions.shift()) {
        tallies.push(await ask(worker, portion));
        onProgress((played += portion.count));
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(threads, portions.length) }, work));
  return together(tallies);
}

function ask(worker: Worker, portion: Portion): Promise<Tally> {
  return new Promise((resolve, reject) => {
    worker.removeAllListeners();
    worker.once('error', reject);
    worker.once('message', (reply: Reply) =>
      'tally' in reply ? resolve(reply.tally) : reject(new Error(reply.failure)),
    );
    worker.postMessage(portion);
  });
}
