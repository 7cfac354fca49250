import { join, resolve } from 'node:path';

/** Three folders up both from `src` and from `dist`. */
const projectRoot = resolve(__dirname, '../../..');

/** Data, logs and records of running stacks; safe to delete when none runs. */
export const runsFolder = join(projectRoot, '.stack');

/** What was fetched and can be fetched again. */
export const cacheFolder = join(projectRoot, '.cache');
