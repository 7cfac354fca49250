import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { Client } from 'pg';
import { sharedStack } from '../src/shared-stack';

const root = resolve(__dirname, '../../..');

describe('a Jest run on the stack', () => {
  it('fails when a spec leaves a process behind, names it, and ends it', async () => {
    const { code, output } = await jest('leak');
    expect(output).toContain('1 passed, 1 total');
    expect(output).toMatch(/LEAKED PROCESS: forgotten \(pid \d+\), started by .*leak\.fixture\.ts/);
    expect(code).toBe(1);
    const pid = Number(/forgotten pid (\d+)/.exec(output)?.[1]);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('leaves the database of a spec that failed, and tells where it is', async () => {
    const { code, output } = await jest('failure');
    expect(code).toBe(1);
    const url = /left for a look: database (\S+)/.exec(output)?.[1];
    const client = new Client(url);
    await client.connect();
    await expect(client.query('select 1 as here')).resolves.toMatchObject({ rows: [{ here: 1 }] });
    await client.end();
  });
});

/** A run of its own over one fixture, on our stack: to that run it is a given one. */
function jest(fixture: string): Promise<{ code: number | null; output: string }> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- Jest's configuration is plain JavaScript
  const { projects } = require(resolve(root, 'jest.config.js'));
  const integration = projects.find(({ displayName }: { displayName: string }) => displayName === 'integration');
  const config = { ...integration, testMatch: [`<rootDir>/libs/testing/test/failing/${fixture}.fixture.ts`] };
  const { databaseUrl: DATABASE_URL, rabbitmqUrl: RABBITMQ_URL } = sharedStack();
  const child = spawn(
    process.execPath,
    [resolve(root, 'node_modules/jest/bin/jest.js'), '-i', '--config', JSON.stringify(config)],
    {
      cwd: root,
      env: { ...process.env, DATABASE_URL, RABBITMQ_URL },
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  return new Promise((settle) => child.once('close', (code) => settle({ code, output })));
}
