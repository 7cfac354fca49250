import { readdirSync } from 'node:fs';
import { runsFolder } from '../src/project-root';
import { provideStack } from '../src/provide-stack';
import { allRecords } from '../src/run-record';
import { type Stack } from '../src/stack';
import { accepts } from '../src/tcp';
import { commandsWith } from './processes';

const ports = ({ databaseUrl, rabbitmqUrl, rabbitmqManagementUrl }: Stack) =>
  [databaseUrl, rabbitmqUrl, rabbitmqManagementUrl].map((url) => Number(new URL(url ?? '').port));
const reachable = (stack: Stack) => Promise.all(ports(stack).map((port) => accepts({ host: '127.0.0.1', port })));
const runsOfThisProcess = () =>
  allRecords()
    .filter(({ owner }) => owner?.pid === process.pid)
    .map(({ id }) => id);

describe('two private stacks at once', () => {
  let stacks: [Stack, Stack];
  let mine: string[];

  beforeAll(async () => {
    const before = runsOfThisProcess();
    const env = { STACK: 'private' };
    stacks = await Promise.all([provideStack({ env, log: () => {} }), provideStack({ env, log: () => {} })]);
    mine = runsOfThisProcess().filter((id) => !before.includes(id));
  }, 90_000);
  afterAll(() => Promise.all(stacks.map((stack) => stack.stop())));

  it('both answer, each on ports of its own', async () => {
    await expect(reachable(stacks[0])).resolves.toEqual([true, true, true]);
    await expect(reachable(stacks[1])).resolves.toEqual([true, true, true]);
    expect(new Set([...ports(stacks[0]), ...ports(stacks[1])]).size).toBe(6);
  });

  it('come back on the same port after being killed', async () => {
    const { postgres, rabbitmq } = stacks[0];
    const databasePort = { host: '127.0.0.1', port: ports(stacks[0])[0] };
    await postgres.faults?.kill();
    await expect(accepts(databasePort)).resolves.toBe(false);
    await postgres.faults?.start();
    await expect(accepts(databasePort)).resolves.toBe(true);

    await rabbitmq.faults?.kill();
    await expect(reachable(stacks[0])).resolves.toEqual([true, false, false]);
    await rabbitmq.faults?.start();
    await expect(reachable(stacks[0])).resolves.toEqual([true, true, true]);
  }, 60_000);

  it('leave no process, data or record behind, and each other alone', async () => {
    const [first] = stacks;
    await first.stop();
    await expect(reachable(first)).resolves.toEqual([false, false, false]);
    await expect(reachable(stacks[1])).resolves.toEqual([true, true, true]);
    await stacks[1].stop();
    expect(mine).toHaveLength(2);
    for (const id of mine) {
      expect(commandsWith(id)).toEqual([]);
      expect(readdirSync(runsFolder).filter((name) => name.startsWith(id))).toEqual([]);
    }
  });
});
