import { runOnce } from './run-once';
import type { Settings } from './settings';

/** The command line of operators. */
export const callbook = 'apps/ops/dist/main.js';
const sampleCatalogue = 'apps/ops/catalogue/salon-lindenhof.yaml';

/** What an operator does once, before the apps are started: all of it safe to do again. */
export async function prepare({ owner }: Pick<Settings, 'owner'>, signal?: AbortSignal): Promise<void> {
  const run = (...args: string[]) => runOnce(callbook, args, owner, signal);
  const database = run('migrate').then(() => run('catalogue', 'import', sampleCatalogue));
  await Promise.all([database, run('topology', 'declare')]);
}
