import { asNobody, inUserNamespace } from '../src/postgres-account';
import { startPrivatePostgres } from '../src/private-postgres';
import { Run } from '../src/run';
import { accepts } from '../src/tcp';
import { commandsWith } from './processes';
import { existsSync } from 'node:fs';

const itAsRoot = process.getuid?.() === 0 ? it : it.skip;

describe('PostgreSQL, which refuses to run as root,', () => {
  itAsRoot.each([
    ['in a user namespace', inUserNamespace],
    ['as nobody, from a copy', asNobody],
  ])('runs for root %s, and leaves nothing', async (_, account) => {
    const run = new Run();
    const folders: string[] = [];
    const postgres = await startPrivatePostgres(run, {
      fsync: true,
      account: (...given) => {
        const chosen = account(...given);
        folders.push(chosen.dataDirectory, chosen.native);
        return chosen;
      },
    });
    const address = { host: '127.0.0.1', port: Number(new URL(postgres.url).port) };
    await expect(accepts(address)).resolves.toBe(true);
    await run.end();
    await expect(accepts(address)).resolves.toBe(false);
    expect(commandsWith(folders[0])).toEqual([]);
    expect(existsSync(folders[0])).toBe(false);
    expect(existsSync(folders[1])).toBe(account === inUserNamespace); // the npm package's own stays
  });
});
