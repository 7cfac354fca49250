import { randomInt } from 'node:crypto';
import { type Options, parseOptions, usage } from './options';
import { runIntentions } from './intentions/run-intentions';
import { run } from './run';

const say = (line: string): void => void process.stderr.write(`chaos: ${line}\n`);

async function main(args: readonly string[]): Promise<number> {
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
  const { intentions } = options;
  const summary = await (intentions === undefined ? run(options, say) : runIntentions({ ...options, intentions }, say));
  for (const { rule, callId, uid, found } of summary.violations.slice(0, 50)) {
    say(`VIOLATED: ${rule}: ${[callId, uid, found].filter(Boolean).join(': ')}`);
  }
  say(
    summary.ok
      ? 'all promises were kept'
      : `${summary.violations.length} violations; logs of the apps: ${summary.logs}`,
  );
  process.stdout.write(`${JSON.stringify(summary)}\n`);
  return summary.ok ? 0 : 1;
}

void main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    say(error.stack ?? error.message);
    process.exit(2);
  },
);
