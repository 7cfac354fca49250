import { documentedPorts } from '@callbook/launcher';
import { commandVerbs } from './command-verbs';
import { appOf, compose, type ComposeService, otherDollars, service, substitutions } from './compose-file';
import { type ConfigClass, configClasses } from './config-classes';
import { exists, read } from './project-files';

const services = Object.entries(compose.services);
const apps = services.filter(([, one]) => appOf(one) !== undefined);
const jobs = ['migrate', 'topology'];

/** Which settings each service reads, and which secrets of the catalogue it resolves. */
const readers: Readonly<Record<string, { app: string; config: string; secrets: readonly string[] }>> = {
  gateway: { app: 'webhook-gateway', config: 'GatewayConfig', secrets: ['webhookKeys', 'webhookSecrets'] },
  booking: { app: 'booking', config: 'BookingConfig', secrets: ['apiKey'] },
  records: { app: 'records', config: 'RecordsConfig', secrets: [] },
  ops: { app: 'ops', config: 'ServiceConfig', secrets: [] },
  sandbox: { app: 'sandbox', config: 'SandboxConfig', secrets: [] },
  migrate: { app: 'ops', config: 'MigrateConfig', secrets: [] },
  topology: { app: 'ops', config: 'BrokerConfig', secrets: [] },
};

function configOf(name: string): ConfigClass {
  const { app = '', config = '' } = readers[name] ?? {};
  const found = configClasses(app).get(config);
  if (!found || found.known.length === 0) throw new Error(`apps/${app} has no settings in ${config}`);
  return found;
}

/** `env:NAME` behind this key of the sample catalogue. */
function secretNames(key: string): string[] {
  const catalogue = read('apps/ops/catalogue/salon-lindenhof.yaml');
  return [...catalogue.matchAll(new RegExp(`\\b${key}: \\[?(env:[A-Z_]+)`, 'g'))].map(([, name = '']) => name.slice(4));
}

const variables = ({ environment = {} }: ComposeService): string[] => Object.keys(environment);

describe('docker-compose.yml', () => {
  it('has a service for every app that runs', () => {
    const named = apps.map(([, one]) => appOf(one));
    expect(named.sort()).toEqual(['booking', 'ops', 'records', 'sandbox', 'webhook-gateway']);
    expect(
      apps.filter(([, { command = [] }]) => !exists(String(command[1]).replace(/dist(.*)\.js$/, 'src$1.ts'))),
    ).toEqual([]);
    expect(apps.filter(([, { command }]) => command?.[0] !== 'node')).toEqual([]);
  });

  it('calls verbs of the callbook command that there are', () => {
    const called = jobs.flatMap((job) =>
      [...(service(job).command ?? []).join(' ').matchAll(/callbook ((?:[a-z]+ )?[a-z]+)/g)].map(([, verb]) => verb),
    );
    expect(called).toEqual(['migrate', 'catalogue import', 'topology declare']);
    expect(called.filter((verb) => !commandVerbs().includes(verb as string))).toEqual([]);
  });

  describe.each(Object.keys(readers))('service %s', (name) => {
    const { secrets = [] } = readers[name] ?? {};

    it('gets every setting it cannot do without', () => {
      const needed = [...configOf(name).required, ...secrets.flatMap(secretNames)];
      expect(needed.filter((variable) => !variables(service(name)).includes(variable))).toEqual([]);
    });

    it('gets no setting that nobody reads', () => {
      const known = [...configOf(name).known, ...secrets.flatMap(secretNames)];
      expect(variables(service(name)).filter((variable) => !known.includes(variable))).toEqual([]);
    });
  });

  it('gives the secrets of the sample catalogue to somebody', () => {
    expect(['webhookKeys', 'webhookSecrets', 'apiKey'].map((key) => secretNames(key).length)).not.toContain(0);
  });

  it('uses the documented ports inside and, by default, outside', () => {
    const inside = (name: string, variable: string) => Number(service(name).environment?.[variable]);
    expect({
      'webhook-gateway': inside('gateway', 'PORT'),
      booking: inside('booking', 'PORT'),
      records: inside('records', 'PORT'),
      ops: inside('ops', 'PORT'),
      'sandbox-calcom': inside('sandbox', 'SANDBOX_CALCOM_PORT'),
      'sandbox-retell': inside('sandbox', 'SANDBOX_RETELL_PORT'),
    }).toEqual(documentedPorts);
    const published = apps.flatMap(([, { ports = [] }]) => ports.map((port) => port.replace(/^127\.0\.0\.1:/, '')));
    expect(published.sort()).toEqual(Object.values(documentedPorts).map((port) => `${port}:${port}`));
  });

  it("opens no port but the gateway's beyond this machine", () => {
    const open = services.filter(([, { ports = [] }]) => ports.some((port) => !port.startsWith('127.0.0.1:')));
    expect(open.map(([name]) => name)).toEqual(['gateway']);
  });

  it('gives each app the database address that migrate sets the password for', () => {
    const addresses = { gateway: 'GATEWAY', booking: 'BOOKING', records: 'RECORDS', ops: 'OPS' };
    for (const [name, word] of Object.entries(addresses)) {
      const address = service(name).environment?.[`${word}_DATABASE_URL`];
      expect(address).toBe(service('migrate').environment?.[`${word}_DATABASE_URL`]);
      expect(new URL(String(address)).username).toBe(`callbook_${name}`);
    }
  });

  it('reaches other services by their names and ports', () => {
    const own: Readonly<Record<string, number>> = { postgres: 5432, rabbitmq: 5672, gateway: 3000, sandbox: 3010 };
    const urls = services.flatMap(([, { environment = {} }]) => Object.values(environment).map(String));
    const named = urls.filter((value) => URL.canParse(value)).map((value) => new URL(value));
    expect(named.filter(({ hostname, port }) => own[hostname] !== Number(port)).map(String)).toEqual([]);
    expect(named.length).toBeGreaterThan(8);
  });

  it('starts an app when database and broker are prepared, and prepares them when they are up', () => {
    for (const name of ['gateway', 'booking', 'records', 'ops']) {
      expect(Object.entries(service(name).depends_on ?? {})).toEqual(
        jobs.map((job) => [job, { condition: 'service_completed_successfully' }]),
      );
    }
    expect(service('migrate').depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
    expect(service('topology').depends_on).toEqual({ rabbitmq: { condition: 'service_healthy' } });
  });

  it('waits for the health of services only that have a health check', () => {
    const waitedFor = services.flatMap(([, { depends_on = {} }]) =>
      Object.entries(depends_on).flatMap(([name, { condition }]) => (condition === 'service_healthy' ? [name] : [])),
    );
    const unchecked = waitedFor.filter((name) => !service(name).healthcheck?.test && !appOf(service(name)));
    expect(unchecked).toEqual([]); // the apps' check is the image's
  });

  it('starts the sandbox on request only, and nothing waits for it', () => {
    expect(services.filter(([, { profiles }]) => profiles).map(([name]) => name)).toEqual(['sandbox']);
    expect(services.filter(([, { depends_on = {} }]) => 'sandbox' in depends_on)).toEqual([]);
  });

  it('keeps the spool, the database and the queues on volumes of their own', () => {
    const mounts = services.flatMap(([name, { volumes = [] }]) =>
      volumes.map((volume) => [name, ...volume.split(':')] as const).filter(([, source]) => source in compose.volumes),
    );
    expect(mounts.map(([name, source]) => `${name} ${source}`).sort()).toEqual(
      ['gateway gateway-spool', 'postgres postgres', 'rabbitmq rabbitmq'].sort(),
    );
    expect(Object.keys(compose.volumes).length).toBe(mounts.length);
    const [, , spool = '?'] = mounts.find(([name]) => name === 'gateway') ?? [];
    expect(String(service('gateway').environment?.SPOOL_PATH).startsWith(`${spool}/`)).toBe(true);
  });

  it('mounts only files that are there', () => {
    const sources = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0] ?? ''));
    const files = sources.filter((source) => source.startsWith('.'));
    expect(files).not.toEqual([]);
    expect(files.filter((file) => !exists(file))).toEqual([]);
  });

  it('lets no container of ours write to itself', () => {
    const ours = services.filter(([, { image }]) => image?.startsWith('callbook:'));
    expect(ours.length).toBe(apps.length + jobs.length);
    expect(ours.filter(([, { read_only, init }]) => !read_only || !init)).toEqual([]);
  });

  it('has each of its variables in deploy/compose.env.example, with the same default', () => {
    const shown = [...read('deploy/compose.env.example').matchAll(/^#([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => ({
      name,
      value,
    }));
    const used = [...new Map(substitutions.map((one) => [`${one.name}=${one.value}`, one])).values()];
    const byName = (one: { name?: string }, other: { name?: string }) =>
      (one.name ?? '').localeCompare(other.name ?? '');
    expect(shown.sort(byName)).toEqual(used.sort(byName));
    expect(otherDollars).toEqual([]);
  });
});
