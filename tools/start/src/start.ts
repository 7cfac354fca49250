import { once } from 'node:events';
import { join, relative } from 'node:path';
import {
  type Callbook,
  describeRows,
  documentedPorts,
  findPorts,
  launch,
  nextOpening,
  placeCall,
  projectRoot,
  startAppsHere,
} from '@callbook/launcher';
import { provideStack, type Stack } from '@callbook/stack';
import { AppLogs } from './app-logs';
import { eventLine, eventLineTitle } from './event-line';
import { keepRunning } from './keep-running';
import { rowsOnceLinked } from './linked-call';
import { openLiveView } from './live-view';
import { type Paint, paintFor } from './paint';
import type { StartFolder } from './running-start';
import { addressLines, anotherCallLines, takenPortLines } from './text';

export interface Options {
  /** Whether the simulated Cal.com tells the gateway what happens in its calendar. */
  readonly calendarWebhooks: boolean;
  readonly freePorts: boolean;
}

export interface Surroundings {
  readonly folder: StartFolder;
  readonly signal: AbortSignal;
  readonly say: (line?: string) => void;
}

/**
 * Starts everything, places one call, and shows what happens until the signal is aborted.
 * @throws the signal's reason, or what went wrong; either way when everything it started has ended
 */
export async function start(options: Options, surroundings: Surroundings): Promise<never> {
  const { signal } = surroundings;
  const endings: (() => Promise<void>)[] = [];
  const paint = paintFor(process.stdout);
  try {
    const stack = await startStack(surroundings);
    endings.push(() => stack.stop());
    const callbook = await startApps(stack, options, surroundings, paint, endings);
    await showFirstCall(stack, callbook, surroundings, paint);
    if (!signal.aborted) await once(signal, 'abort');
    throw signal.reason;
  } finally {
    for (const end of endings.reverse()) await end();
  }
}

async function startStack({ folder, say, signal }: Surroundings): Promise<Stack> {
  say('PostgreSQL and RabbitMQ are starting');
  // Nothing but the stack is there yet, and it ends with the process: no need to wait for a download first.
  const exit = () => {
    folder.delete();
    process.exit(130);
  };
  signal.addEventListener('abort', exit);
  signal.throwIfAborted();
  try {
    return await provideStack({ log: say, endOnSignals: false });
  } finally {
    signal.removeEventListener('abort', exit);
  }
}

async function startApps(
  stack: Stack,
  { calendarWebhooks, freePorts }: Options,
  { folder, signal, say }: Surroundings,
  paint: Paint,
  endings: (() => Promise<void>)[],
): Promise<Callbook> {
  const { databaseUrl, rabbitmqUrl } = stack;
  const prefix = process.env.MESSAGING_PREFIX ?? '';
  const found = freePorts ? undefined : await findPorts(documentedPorts);
  if (found) takenPortLines(found).forEach(say);
  const logs = new AppLogs(join(folder.path, 'logs'), ({ app, level, message }) =>
    say(paint(level === 'warn' ? 'yellow' : 'red', `${app}: ${level}: ${message}`)),
  );
  const restarts = keepRunning(say);
  const callbook = await launch({
    databaseUrl,
    rabbitmqUrl,
    prefix,
    calendarWebhooks,
    signal,
    start: startAppsHere({ log: (name, text) => logs.take(name, text), ended: restarts.ended }),
    spoolFolder: join(folder.path, 'spool'),
    progress: say,
    ...(found && { ports: found.ports }),
  });
  endings.push(() => callbook.stop());
  endings.push(restarts.begin(callbook));
  const view = await openLiveView({
    rabbitmqUrl,
    prefix,
    show: (body) => {
      const line = eventLine(body, paint);
      if (line) say(line);
    },
    brokerIs: (state) => say(paint('yellow', state === 'gone' ? 'the broker is gone' : 'the broker is back')),
  });
  endings.push(() => view.close());
  return callbook;
}

async function showFirstCall(stack: Stack, callbook: Callbook, { folder, say }: Surroundings, paint: Paint) {
  const { databaseUrl } = stack;
  const { sandbox } = callbook;
  if (!sandbox) throw new Error('the sample call needs the sandbox');
  const opening = nextOpening(new Date());
  say("a caller rings the simulated Retell and books a man's haircut\n");
  say(paint('bold', eventLineTitle));
  const call = { service: 'Herrenhaarschnitt', start: opening, attendeeName: 'Jonas Weber' };
  const { callId, answer } = await placeCall(sandbox.retell, call);
  const rows = await rowsOnceLinked(databaseUrl, callId);
  if (!rows) throw new Error(`call ${callId} got no appointment; the agent was told: ${String(answer.say)}`);
  folder.tell({ retellUrl: sandbox.retell, databaseUrl });

  const block = (title: string, lines: readonly string[]) => {
    say(`\n${paint('bold', title)}`);
    for (const line of lines) say(`  ${line}`);
  };
  block('The call and its appointment, linked', [`The agent said    ${String(answer.say)}`, ...describeRows(rows)]);
  block('Where everything is', addressLines(callbook, stack, relative(projectRoot, join(folder.path, 'logs'))));
  block('Another call, from another terminal', anotherCallLines(sandbox.retell, opening));
  say(`\n${paint('bold', 'What happens from now on')} (Ctrl-C stops everything)`);
}
