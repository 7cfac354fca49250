import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, nextOpening, placeCall, startAppsHere } from '@callbook/launcher';
import { provideStack } from '@callbook/stack';
import { disconnect, hear } from './broker';
import { pythonWithPika } from './python';
import { type Line, type Program, RunningSubscriber } from './subscriber';

const company = 'salon-lindenhof';
const otherCompany = 'praxis-am-markt';
const say = (line: string): void => void process.stderr.write(`examples: ${line}\n`);

interface Added {
  readonly user: string;
  readonly password: string;
  readonly url: string;
}

/** `npm run test:examples`: the examples of `examples/` against a running Callbook. @returns exit code */
async function main(): Promise<number> {
  const ends: (() => Promise<void> | void)[] = [];
  const checks: string[] = [];
  const check = (what: string, holds: boolean) => {
    if (!holds) throw new Error(`It does not hold that ${what}.`);
    checks.push(what);
    say(`✓ ${what}`);
  };
  try {
    const python = await pythonWithPika(say);
    say('starting PostgreSQL, RabbitMQ and Callbook');
    const stack = await provideStack({ log: say });
    ends.push(() => stack.stop());
    const { databaseUrl, rabbitmqUrl, rabbitmqManagementUrl } = stack;
    if (!rabbitmqManagementUrl) throw new Error('Set RABBITMQ_MANAGEMENT_URL beside RABBITMQ_URL.');
    const callbook = await launch({
      databaseUrl,
      rabbitmqUrl,
      start: startAppsHere({ log: () => undefined }),
      env: { RABBITMQ_MANAGEMENT_URL: rabbitmqManagementUrl },
      progress: say,
    });
    ends.push(() => callbook.stop());
    const { sandbox } = callbook;
    if (!sandbox) throw new Error('the examples need the sandbox');

    const add = async (name: string): Promise<Added> => {
      ends.push(() => callbook.operate('subscribers', 'remove', name, '--yes').then(() => undefined));
      return JSON.parse(await callbook.operate('subscribers', 'add', name, '--company', company, '--json')) as Added;
    };
    const [typescript, withPython] = [await add('example-ts'), await add('example-python')];
    const folder = mkdtempSync(join(tmpdir(), 'callbook-examples-'));
    ends.push(() => rmSync(folder, { recursive: true, force: true }));
    const programOf = (
      { url, user }: Added,
      rest: Pick<Program, 'name' | 'command' | 'script'>,
      env = {},
    ): Program => ({
      ...rest,
      env: { SUBSCRIBER_URL: url, COMPANY: company, DATABASE: join(folder, `${user}.sqlite`), ...env },
    });
    const nodes = { name: 'subscriber-ts', command: process.execPath, script: 'examples/subscriber-ts/subscriber.ts' };
    const pythons = {
      name: 'subscriber-python',
      command: python.command,
      script: 'examples/subscriber-python/subscriber.py',
    };
    const programs = [programOf(typescript, nodes), programOf(withPython, pythons, python.env)];
    const run = (program: Program) => {
      const running = new RunningSubscriber(program);
      ends.push(() => running.stop());
      return running;
    };

    const subscribers = programs.map(run);
    for (const subscriber of subscribers)
      await subscriber.until('subscribed', ({ outcome }) => outcome === 'subscribed');
    const heard = await hear(rabbitmqUrl);
    ends.push(() => heard.close());
    say('a caller books a haircut');
    const start = nextOpening(new Date());
    const { callId } = await placeCall(sandbox.retell, {
      service: 'Herrenhaarschnitt',
      start,
      attendeeName: 'Jonas Weber',
    });
    const created = ({ type }: Line) => type === 'booking.created.v1';
    const taken: Line[] = [];
    for (const subscriber of subscribers) {
      const line = await subscriber.until('received booking.created', created);
      const { host } = line;
      check(
        `${subscriber.name} receives booking.created of ${callId} with its host, ${host?.name}`,
        Boolean(host?.id && host.name && host.email),
      );
      taken.push(line);
    }

    for (const [index, subscriber] of subscribers.entries()) {
      const { id } = taken[index]!;
      await heard.repeat(String(id), `${(index === 0 ? typescript : withPython).user}.events`);
      await subscriber.until('seen the repetition', (line) => line.id === id && line.outcome === 'repeated');
      check(
        `${subscriber.name} takes a repetition once`,
        subscriber.lines.filter((line) => line.id === id && line.outcome === 'taken').length === 1,
      );
    }

    for (const [index, subscriber] of subscribers.entries()) {
      const { user } = index === 0 ? typescript : withPython;
      await heard.send(`${user}.events`, 'this is no JSON');
      check(
        `${subscriber.name} puts what it cannot read aside, after five tries`,
        await heard.holds(`${user}.events.dead`),
      );
      await disconnect(rabbitmqManagementUrl, user);
      const isBack = () => subscriber.lines.filter(({ outcome }) => outcome === 'subscribed').length === 2;
      await subscriber.until('subscribed again', isBack);
      check(`${subscriber.name} connects again when its connection is cut`, true);
    }

    say('both are away while somebody else books, and come back');
    for (const subscriber of subscribers) await subscriber.stop();
    await placeCall(sandbox.retell, {
      service: 'Herrenhaarschnitt',
      start: nextOpening(new Date(Date.parse(start) + 86_400_000)),
      attendeeName: 'Eva Lang',
    });
    for (const subscriber of programs.map(run)) {
      await subscriber.until(
        'received what it missed',
        (line) => created(line) && taken.every(({ id }) => line.id !== id),
      );
      check(`${subscriber.name} gets what was booked while it was away`, true);
    }

    for (const program of programs) {
      for (const key of [`booking.*.v1.${otherCompany}`, '#', '*.*.*.*']) {
        const { code, errors } = await run({ ...program, env: { ...program.env, BINDING_KEY: key } }).untilEnded();
        check(`${program.name} is refused the binding key ${key}`, code === 1 && errors.includes('ACCESS_REFUSED'));
      }
      const inside = await run({ ...program, env: { ...program.env, EXCHANGE: 'callbook.events' } }).untilEnded();
      check(
        `${program.name} is refused the exchange callbook.events`,
        inside.code === 1 && inside.errors.includes('ACCESS_REFUSED'),
      );
    }
    process.stdout.write(`${checks.length} checks passed\n`);
    return 0;
  } catch (error) {
    say((error as Error).message);
    process.stdout.write(`${checks.length} checks passed, 1 failed\n`);
    return 1;
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

void main().then((code) => process.exit(code));
