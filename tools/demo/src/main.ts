import {
  type Callbook,
  describeRows,
  launch,
  type LinkedRows,
  linkedRows,
  nextOpening,
  placeCall,
  startAppsHere,
} from '@callbook/launcher';
import { provideStack, type Stack } from '@callbook/stack';
import { watchEvents } from './events-of-call';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

interface Demo extends LinkedRows {
  readonly answer: Readonly<Record<string, unknown>>;
  readonly bookings: number;
  /** Types of all events of the call, as the broker gave them out. */
  readonly events: readonly string[];
  /** From the beginning of the call to its end, webhooks included. */
  readonly millis: number;
}

/** `npm run demo`: everything started, one call placed, the linked rows shown, everything stopped. */
async function main(args: readonly string[]): Promise<number> {
  const json = args.includes('--json');
  const errors: string[] = [];
  let stack: Stack | undefined;
  let callbook: Callbook | undefined;
  try {
    say('demo: starting PostgreSQL and RabbitMQ');
    stack = await provideStack({ log: say });
    const { databaseUrl, rabbitmqUrl } = stack;
    const start = startAppsHere({
      log: (name, text) =>
        errors.push(
          ...text
            .split('\n')
            .filter((line) => /"level":"(error|fatal)"/.test(line))
            .map((line) => `${name}: ${line}`),
        ),
    });
    callbook = await launch({ databaseUrl, rabbitmqUrl, start, progress: (line) => say(`demo: ${line}`) });
    say('demo: a caller rings the sandbox and books a haircut');
    const demo = await demonstrate(stack, callbook);
    process.stdout.write(json ? `${JSON.stringify(demo)}\n` : forPeople(demo));
    return demo.links.forward && demo.links.backward && demo.call.bookingConfirmed && demo.bookings === 1 ? 0 : 1;
  } catch (error) {
    say(`demo: ${(error as Error).message}`);
    for (const line of errors) say(line);
    return 1;
  } finally {
    await callbook?.stop();
    await stack?.stop();
  }
}

async function demonstrate({ databaseUrl, rabbitmqUrl }: Stack, { sandbox }: Callbook): Promise<Demo> {
  if (!sandbox) throw new Error('the demo needs the sandbox');
  const watched = await watchEvents(rabbitmqUrl);
  const began = performance.now();
  const start = nextOpening(new Date());
  const { callId, answer } = await placeCall(sandbox.retell, {
    service: 'Herrenhaarschnitt',
    start,
    attendeeName: 'Jonas Weber',
  });
  const millis = Math.round(performance.now() - began);
  const events = await watched.ofCall(callId).finally(() => watched.close());
  const [rows, ledger] = await Promise.all([
    linkedRows(databaseUrl, callId),
    fetch(`${sandbox.calcom}/sandbox/bookings`).then((response) => response.json() as Promise<{ bookings: unknown[] }>),
  ]);
  if (!rows) throw new Error(`Call ${callId} has no appointment; the answer was ${JSON.stringify(answer)}`);
  return { answer, ...rows, bookings: ledger.bookings.length, events, millis };
}

function forPeople({ answer, bookings, events, millis, ...rows }: Demo): string {
  const lines = [
    `The agent said    ${String(answer.say)}`,
    ...describeRows(rows),
    `Bookings in all   ${bookings}`,
    `Events            ${events.join(', ')}`,
    `Call took         ${millis} ms`,
  ];
  return ['', ...lines.map((line) => `  ${line}`), '', ''].join('\n');
}

void main(process.argv.slice(2)).then((code) => process.exit(code));
