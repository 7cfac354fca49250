import { unpackedRabbitmq } from './debian-rabbitmq';
import { startDockerPostgres, startDockerRabbitmq } from './docker';
import { endOrphans } from './end-run';
import { endOnSignals, endWithProcess } from './end-with-process';
import { firstThatWorks, type Way } from './first-that-works';
import { givenService } from './given';
import { startPrivatePostgres } from './private-postgres';
import { startPrivateRabbitmq } from './private-rabbitmq';
import { rabbitmqFilesUnder } from './rabbitmq-files';
import { Run } from './run';
import { type Service, type Stack } from './stack';
import { type StackMode, type StackSettings, stackSettings } from './stack-settings';

export interface StackOptions {
  /** Takes a line for each way that could not work and why. Default: stderr. */
  log?: (line: string) => void;
  /** Whether PostgreSQL waits for the disk at each commit, as tests that crash it need. Default false. */
  fsync?: boolean;
  /** Where `STACK`, `DATABASE_URL`, `RABBITMQ_URL` and `RABBITMQ_MANAGEMENT_URL` are read. Default: the process's own. */
  env?: NodeJS.ProcessEnv;
  /** Whether Ctrl-C, SIGTERM and SIGHUP end the stack and exit. Default true; false for callers that first stop what uses it. */
  endOnSignals?: boolean;
}

/**
 * A PostgreSQL and a RabbitMQ: each given by its URL, else from Docker, else private to this run. Several at once do
 * not meet, in one process or in many. Ends with this process; if that is killed, the next stack clears up after it.
 * @throws when a service cannot be had in any way, with the reasons and the remedy, and with nothing left running.
 */
export async function provideStack(options: StackOptions = {}): Promise<Stack> {
  const run = new Run();
  const releases = [endWithProcess(run), ...(options.endOnSignals === false ? [] : [endOnSignals(run)])];
  const release = () => releases.forEach((undo) => undo());
  try {
    const { postgres, rabbitmq } = await startServices(run, options);
    return {
      databaseUrl: postgres.url,
      rabbitmqUrl: rabbitmq.url,
      rabbitmqManagementUrl: rabbitmq.managementUrl,
      postgres,
      rabbitmq,
      stop: () => run.end().finally(release),
    };
  } catch (error) {
    await run.end().finally(release);
    throw error;
  }
}

/** Both at the same time: on two cores a RabbitMQ alone takes five seconds. */
export async function startServices(
  run: Run,
  { log = toStderr, fsync = false, env = process.env }: StackOptions,
): Promise<{ postgres: Service; rabbitmq: Service }> {
  const settings = stackSettings(env);
  for (const id of await endOrphans()) log(`ended ${id}, left behind by a process that was killed`);
  const starting = [postgresFor(run, settings, fsync, log), rabbitmqFor(run, settings, log)] as const;
  await Promise.allSettled(starting); // a failure of one must not leave the other half started
  const [postgres, rabbitmq] = await Promise.all(starting);
  return { postgres, rabbitmq };
}

function postgresFor(run: Run, settings: StackSettings, fsync: boolean, log: (line: string) => void): Promise<Service> {
  const { mode, databaseUrl } = settings;
  if (databaseUrl) return givenService('DATABASE_URL', databaseUrl);
  const docker = { name: 'Docker', take: () => startDockerPostgres(run, { fsync }) };
  const npm = { name: 'the npm packages', take: () => startPrivatePostgres(run, { fsync }) };
  const remedy =
    'Remedy: set DATABASE_URL, or start Docker, or run npm ci without --omit=optional on Linux (glibc) or macOS.';
  return firstThatWorks('PostgreSQL', allowed(mode, docker, [npm]), remedy, log);
}

function rabbitmqFor(run: Run, settings: StackSettings, log: (line: string) => void): Promise<Service> {
  const { mode, rabbitmqUrl, rabbitmqManagementUrl } = settings;
  if (rabbitmqUrl) return givenService('RABBITMQ_URL', rabbitmqUrl, rabbitmqManagementUrl);
  const docker = { name: 'Docker', take: () => startDockerRabbitmq(run) };
  const installed = {
    name: "the machine's RabbitMQ",
    take: async () => startPrivateRabbitmq(run, rabbitmqFilesUnder('/')),
  };
  const fetched = {
    name: "the distribution's packages",
    take: async () => startPrivateRabbitmq(run, rabbitmqFilesUnder(await unpackedRabbitmq(run, log))),
  };
  const remedy =
    'Remedy: set RABBITMQ_URL, or start Docker, or install RabbitMQ (apt-get install rabbitmq-server), ' +
    'or let apt reach the packages of your Debian or Ubuntu.';
  return firstThatWorks('RabbitMQ', allowed(mode, docker, [installed, fetched]), remedy, log);
}

function allowed<T>(mode: StackMode, docker: Way<T>, own: Way<T>[]): Way<T>[] {
  return { auto: [docker, ...own], docker: [docker], private: own }[mode];
}

function toStderr(line: string): void {
  process.stderr.write(`stack: ${line}\n`);
}
