import { type GenericContainer, type StartedTestContainer } from 'testcontainers';
import { type Run } from './run';
import { type Service } from './stack';

const postgresImage = 'postgres:17-alpine';
const rabbitmqImage = 'rabbitmq:4-management-alpine';
/** Covers pulling the image; a pull that hangs must not hang the run. */
const timeoutMs = 180_000;
/** Loaded only when needed: it takes 0.4 s. */
const testcontainers = () => import('testcontainers');

export async function startDockerPostgres(run: Run, { fsync }: { fsync: boolean }): Promise<Service> {
  const { Wait } = await testcontainers();
  const container = await started(
    (await recordedContainer(postgresImage, run))
      .withEnvironment({ POSTGRES_USER: 'callbook', POSTGRES_PASSWORD: 'callbook', POSTGRES_DB: 'callbook' })
      .withCommand(['postgres', '-c', `fsync=${fsync ? 'on' : 'off'}`, '-c', 'max_connections=200'])
      .withExposedPorts(5432)
      // The image starts the server once to create the database, and then for good.
      .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/, 2)),
  );
  return {
    kind: 'docker',
    url: `postgresql://callbook:callbook@${hostOf(container)}:${container.getMappedPort(5432)}/callbook`,
  };
}

export async function startDockerRabbitmq(run: Run): Promise<Service> {
  const { Wait } = await testcontainers();
  const container = await started(
    (await recordedContainer(rabbitmqImage, run))
      .withEnvironment({ RABBITMQ_DEFAULT_USER: 'callbook', RABBITMQ_DEFAULT_PASS: 'callbook' })
      .withExposedPorts(5672, 15672)
      .withWaitStrategy(Wait.forLogMessage(/Server startup complete/)),
  );
  const host = `callbook:callbook@${hostOf(container)}`;
  return {
    kind: 'docker',
    url: `amqp://${host}:${container.getMappedPort(5672)}`,
    managementUrl: `http://${host}:${container.getMappedPort(15672)}`,
  };
}

/** Those that are gone already count as removed. */
export async function removeContainers(ids: readonly string[]): Promise<void> {
  const { getContainerRuntimeClient } = await testcontainers();
  const { container: containers } = await getContainerRuntimeClient();
  for (const id of ids) {
    await containers
      .getById(id)
      .remove({ force: true, v: true })
      .catch((error: { statusCode?: number }) => {
        if (error.statusCode !== 404) throw error;
      });
  }
}

/** In the run's record before it starts, so that the next run removes it if this one is killed; ports on loopback only. */
async function recordedContainer(image: string, run: Run): Promise<GenericContainer> {
  const { GenericContainer, getContainerRuntimeClient } = await testcontainers();
  const { info } = await getContainerRuntimeClient(); // throws when no engine answers

  class RecordedContainer extends GenericContainer {
    protected override async beforeContainerCreated(): Promise<void> {
      if (info.containerRuntime.host !== 'localhost') return; // the engine is elsewhere: its loopback is not ours
      const bindings = Object.values(this.hostConfig.PortBindings as Record<string, { HostIp?: string }[]>);
      for (const binding of bindings.flat()) binding.HostIp = '127.0.0.1';
    }

    protected override async containerCreated(containerId: string): Promise<void> {
      run.addContainer(containerId);
    }
  }
  // The record does what testcontainers' reaper would do, which is one more image to pull.
  return new RecordedContainer(image).withAutoCleanup(false);
}

async function started(container: GenericContainer): Promise<StartedTestContainer> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not ready after ${timeoutMs / 1000} s`)), timeoutMs);
  });
  return Promise.race([container.start(), tooLate]).finally(() => clearTimeout(timer));
}

/** The ports are open on IPv4's loopback only, and `localhost` may mean ::1 first. */
function hostOf(container: StartedTestContainer): string {
  const host = container.getHost();
  return host === 'localhost' ? '127.0.0.1' : host;
}
