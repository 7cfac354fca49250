import { randomInt } from 'node:crypto';
import { measureAnswer } from './answer/measure-answer';
import { forPeople } from './answer/summary';
import { type Options, parseOptions, usage } from './options';
import { recordsRead } from './records-read/records-read';
import { recordsWrite } from './records-write/records-write';

/** Starting, watching, warming up and stopping together take a third of it on two cores. */
const preparationSeconds = 240;

const say = (line: string): void => void process.stderr.write(`bench: ${line}\n`);

async function main(args: readonly string[]): Promise<number> {
  if (args[0] === 'records-read') return recordsRead(args.slice(1), { say, giveUp });
  if (args[0] === 'records-write') return recordsWrite(args.slice(1), { say, giveUp });
  if (args.includes('--help')) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  let options: Options;
  try {
    options = parseOptions(args, () => randomInt(2 ** 31));
  } catch (error) {
    say(`${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  say(`seed ${options.seed}`);
  setTimeout(() => giveUp(), (options.seconds + preparationSeconds) * 1_000).unref();
  const summary = await measureAnswer(options, say);
  (options.json ? process.stderr : process.stdout).write(`${forPeople(summary)}\n`);
  process.stdout.write(`${JSON.stringify(summary)}\n`);
  return summary.ok ? 0 : 1;
}

/** Whatever was started ends with this process. */
function giveUp(): never {
  say('it hangs, and is given up');
  process.exit(2);
}

void main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    say(error.stack ?? error.message);
    process.exit(2);
  },
);
