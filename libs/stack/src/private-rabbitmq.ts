import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from './free-port';
import { type RabbitmqFiles } from './rabbitmq-files';
import { type Run } from './run';
import { ServiceProcess } from './service-process';
import { type Service } from './stack';
import { accepts, answers } from './tcp';

const readyTimeoutMs = 60_000;
const protocolHeader = 'AMQP\x00\x00\x09\x01'; // AMQP 0-9-1, section 4.2.2

const at = (port: number) => ({ host: '127.0.0.1', port });

interface Ports {
  readonly amqp: number;
  readonly management: number;
  readonly distribution: number;
  readonly epmd: number;
}

/** A node of its own on 127.0.0.1 with own port mapper, cookie, name and data. User and password are `guest`. */
export async function startPrivateRabbitmq(run: Run, files: RabbitmqFiles): Promise<Service> {
  const [amqp, management, distribution, epmd] = await freePorts(4);
  const ports: Ports = { amqp, management, distribution, epmd };
  const home = join(run.directory, 'rabbitmq');
  writeSettings(home, ports);
  const env = nodeEnvironment(home, files, ports);
  // First, and as our child: otherwise Erlang starts one as a daemon that outlives the node.
  await startPortMapper(run, files, ports, env);
  const start = () => startNode(run, files, ports, env);
  let node = await start();
  return {
    kind: 'private',
    url: `amqp://guest:guest@127.0.0.1:${amqp}`,
    managementUrl: `http://guest:guest@127.0.0.1:${management}`,
    faults: {
      stop: () => node.end('SIGTERM'),
      kill: () => node.end('SIGKILL'),
      start: async () => void (node = await start()),
    },
  };
}

function writeSettings(home: string, ports: Ports): void {
  mkdirSync(join(home, 'account'), { recursive: true });
  writeFileSync(join(home, 'account/.erlang.cookie'), 'callbook-private-node', { mode: 0o400 });
  writeFileSync(join(home, 'enabled_plugins'), '[rabbitmq_management].\n');
  writeFileSync(
    join(home, 'rabbitmq.conf'),
    `listeners.tcp.1 = 127.0.0.1:${ports.amqp}
management.tcp.ip = 127.0.0.1
management.tcp.port = ${ports.management}
loopback_users = none
vm_memory_high_watermark.absolute = 512MiB
disk_free_limit.absolute = 50MB
log.file = ${join(home, 'node.log')}
`,
  );
}

/** Complete: nothing of a RabbitMQ that the system runs, nor of its settings, may be found instead. */
function nodeEnvironment(home: string, files: RabbitmqFiles, ports: Ports): NodeJS.ProcessEnv {
  return {
    PATH: `${files.erlangBin}:${process.env.PATH}`,
    LD_LIBRARY_PATH: files.libraries.join(':'),
    LC_ALL: 'C.UTF-8',
    HOME: join(home, 'account'),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    ERL_EPMD_PORT: String(ports.epmd),
    ERL_CRASH_DUMP: join(home, 'erl_crash.dump'),
    RABBITMQ_NODENAME: `r${ports.amqp}@localhost`,
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: String(ports.amqp),
    RABBITMQ_DIST_PORT: String(ports.distribution),
    RABBITMQ_MNESIA_BASE: join(home, 'data'),
    RABBITMQ_LOG_BASE: join(home, 'log'),
    RABBITMQ_PID_FILE: join(home, 'node.pid'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(home, 'enabled_plugins'),
    RABBITMQ_CONFIG_FILE: join(home, 'rabbitmq.conf'),
    RABBITMQ_ADVANCED_CONFIG_FILE: join(home, 'advanced.config'),
    RABBITMQ_GENERATED_CONFIG_DIR: join(home, 'generated'),
    RABBITMQ_SCHEMA_DIR: join(home, 'schema'),
    RABBITMQ_CONF_ENV_FILE: join(home, 'none'),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
  };
}

async function startPortMapper(run: Run, files: RabbitmqFiles, ports: Ports, env: NodeJS.ProcessEnv): Promise<void> {
  const mapper = new ServiceProcess(run, {
    name: 'epmd',
    command: files.epmd,
    args: ['-address', '127.0.0.1', '-port', String(ports.epmd)],
    env,
    logFile: join(run.directory, 'epmd.log'),
    endSignal: 'SIGKILL',
  });
  await mapper.untilReady(() => accepts(at(ports.epmd)), readyTimeoutMs);
}

async function startNode(
  run: Run,
  files: RabbitmqFiles,
  ports: Ports,
  env: NodeJS.ProcessEnv,
): Promise<ServiceProcess> {
  const node = new ServiceProcess(run, {
    name: 'RabbitMQ',
    command: files.server,
    args: [],
    env,
    logFile: join(run.directory, 'rabbitmq.log'),
    endSignal: 'SIGKILL', // an orderly stop takes six seconds and its data is thrown away
  });
  // The port accepts connections before the broker serves them.
  const serves = async () => (await answers(at(ports.amqp), protocolHeader)) && (await accepts(at(ports.management)));
  await node.untilReady(serves, readyTimeoutMs);
  return node;
}
