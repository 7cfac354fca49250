import { randomInt } from 'node:crypto';
import { measureRecordsWrite } from './measure-records-write';
import { parseWriteOptions, type WriteOptions, writeUsage } from './options';
import { writeForPeople } from './summary';

const giveUpAfterMs = 30 * 60_000;

/** `npm run bench -- records-write`. @returns the exit code */
export async function recordsWrite(
  args: readonly string[],
  { say, giveUp }: { readonly say: (line: string) => void; readonly giveUp: () => void },
): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(`${writeUsage}\n`);
    return 0;
  }
  let options: WriteOptions;
  try {
    options = parseWriteOptions(args, () => randomInt(2 ** 31));
  } catch (error) {
    say(`${(error as Error).message}\n\n${writeUsage}`);
    return 2;
  }
  say(`seed ${options.seed}`);
  setTimeout(giveUp, giveUpAfterMs).unref();
  const summary = await measureRecordsWrite(options, say);
  (options.json ? process.stderr : process.stdout).write(`${writeForPeople(summary)}\n`);
  process.stdout.write(`${JSON.stringify(summary)}\n`);
  return summary.ok ? 0 : 1;
}
