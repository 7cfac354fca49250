import { randomInt } from 'node:crypto';
import { measureRecordsRead, readForPeople } from './measure-records-read';
import { parseReadOptions, type ReadOptions, readUsage } from './options';

const giveUpAfterMs = 90 * 60_000;

/** `npm run bench -- records-read`. @returns the exit code */
export async function recordsRead(
  args: readonly string[],
  { say, giveUp }: { readonly say: (line: string) => void; readonly giveUp: () => void },
): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(`${readUsage}\n`);
    return 0;
  }
  let options: ReadOptions;
  try {
    options = parseReadOptions(args, () => randomInt(2 ** 31));
  } catch (error) {
    say(`${(error as Error).message}\n\n${readUsage}`);
    return 2;
  }
  say(`seed ${options.seed}`);
  setTimeout(giveUp, giveUpAfterMs).unref();
  const summary = await measureRecordsRead(options, say);
  (options.json ? process.stderr : process.stdout).write(`${readForPeople(summary)}\n`);
  process.stdout.write(`${JSON.stringify(summary)}\n`);
  return summary.ok ? 0 : 1;
}
