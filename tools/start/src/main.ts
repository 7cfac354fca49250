import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '@callbook/launcher';
import { type Options, start } from './start';
import { makeStartFolder } from './running-start';
import { StoppedByUser, stopOnSignals } from './stop-on-signals';

const usage = `Usage: npm start [-- OPTIONS]
  --no-webhooks   the simulated Cal.com sends no webhooks
  --free-ports    any free ports instead of 3000 to 3011`;

const say = (line = ''): void => void process.stdout.write(`${line}\n`);

/** `npm start`. Exit code 0 after Ctrl-C, 1 when something failed, 2 for a wrong option. */
async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (!options) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined); // the terminal was closed
  const folder = makeStartFolder();
  const stopping = stopOnSignals((again) => say(again ? 'already stopping …' : '\nstopping …'));
  try {
    await start(options, { folder, signal: stopping.signal, say });
    return 0;
  } catch (error) {
    if (error instanceof StoppedByUser) {
      folder.delete();
      say('everything is stopped');
      return 0;
    }
    say(`npm start failed: ${(error as Error).message}`);
    const logs = join(folder.path, 'logs');
    if (existsSync(logs)) say(`logs of the apps: ${relative(projectRoot, logs)}`);
    else folder.delete();
    return 1;
  } finally {
    stopping.release();
  }
}

function readOptions(args: string[]): Options | undefined {
  try {
    const { values } = parseArgs({
      args,
      options: { 'no-webhooks': { type: 'boolean' }, 'free-ports': { type: 'boolean' } },
    });
    return { calendarWebhooks: !values['no-webhooks'], freePorts: values['free-ports'] ?? false };
  } catch {
    return undefined;
  }
}

void main(process.argv.slice(2)).then((code) => process.exit(code));
