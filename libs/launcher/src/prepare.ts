import { runOnce } from './run-once';
import type { Settings } from './settings';

const callbook = 'apps/ops/dist/main.js';
const sampleCatalogue = 'apps/ops/catalogue/salon-lindenhof.yaml';

/** What an operator does once, before the apps are started: all of it safe to do again. */
export async function prepare({ owner }: Settings): Promise<void> {
  const database = runOnce(callbook, ['migrate'], owner).then(() =>
    runOnce(callbook, ['catalogue', 'import', sampleCatalogue], owner),
  );
  await Promise.all([database, runOnce(callbook, ['topology', 'declare'], owner)]);
}
