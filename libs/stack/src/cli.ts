import { type DetachedStack, detachedDown, detachedStatus, detachedUp } from './detached-stack';

const usage = `Usage: npm run stack -- up|down|status [--json]
  up      starts a PostgreSQL and a RabbitMQ that stay, and prints how to use them
  down    ends them and deletes their data
  status  exit code 0: up; 1: broken, one of them has ended; 3: down`;

/** `npm run stack`. Results go to stdout, with --json as one JSON document; everything else to stderr. Returns the exit code. */
export async function stackCommand(args: readonly string[]): Promise<number> {
  const json = args.includes('--json');
  const [command, ...rest] = args.filter((arg) => arg !== '--json');
  if (rest.length > 0) return misused();
  switch (command) {
    case 'up':
      return up(json);
    case 'down':
      return down(json);
    case 'status':
      return status(json);
    default:
      return misused();
  }
}

async function up(json: boolean): Promise<number> {
  const stack = await detachedUp();
  print(json ? JSON.stringify(stack) : exportLine(stack));
  return 0;
}

async function down(json: boolean): Promise<number> {
  const ended = await detachedDown();
  print(json ? JSON.stringify({ ended }) : ended ? 'The stack is down.' : 'There was no stack up.');
  return 0;
}

function status(json: boolean): number {
  const status = detachedStatus();
  const lines = 'stack' in status ? `${status.state}\n${exportLine(status.stack)}` : status.state;
  print(json ? JSON.stringify(status) : lines);
  return { up: 0, broken: 1, starting: 3, down: 3 }[status.state];
}

/** For a shell: `eval "$(npm run --silent stack -- up)"`. */
function exportLine({ databaseUrl, rabbitmqUrl, rabbitmqManagementUrl }: DetachedStack): string {
  const management = rabbitmqManagementUrl ? ` RABBITMQ_MANAGEMENT_URL='${rabbitmqManagementUrl}'` : '';
  return `export DATABASE_URL='${databaseUrl}' RABBITMQ_URL='${rabbitmqUrl}'${management}`;
}

function misused(): number {
  process.stderr.write(`${usage}\n`);
  return 2;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
