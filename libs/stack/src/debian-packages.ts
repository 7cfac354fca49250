import { execFile } from 'node:child_process';
import {
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from './project-root';
import { type Run } from './run';

const execute = promisify(execFile);

/**
 * The folder under which RabbitMQ and Erlang lie as the distribution packages them. Fetched once per project and
 * release, checked by apt against the distribution's keys; needs no root and changes nothing outside the project.
 */
export async function unpackedRabbitmq(run: Run, log: (line: string) => void): Promise<string> {
  const unpacked = join(cacheFolder, `rabbitmq-${releaseName()}-${process.arch}`);
  if (globSync('usr/lib/rabbitmq/lib/*', { cwd: unpacked }).length > 0) return unpacked;
  log(`RabbitMQ: fetching the distribution's packages (about 35 MB, once) into ${unpacked}`);
  const workshop = temporaryFolder(run);
  const fetched = await fetchPackages(workshop);
  makeErlangRelocatable(fetched);
  publish(fetched, unpacked);
  rmSync(workshop, { recursive: true, force: true });
  return unpacked;
}

/** Beside the result, so that the last step is a rename; named in the record, so that a killed fetch is swept away. */
function temporaryFolder(run: Run): string {
  mkdirSync(cacheFolder, { recursive: true });
  const folder = mkdtempSync(join(cacheFolder, 'fetching-'));
  run.addDirectory(folder);
  return folder;
}

async function fetchPackages(workshop: string): Promise<string> {
  for (const folder of ['lists/partial', 'cache/archives/partial', 'packages', 'root']) {
    mkdirSync(join(workshop, folder), { recursive: true });
  }
  const config = join(workshop, 'apt.conf');
  writeFileSync(config, privateAptConfig(workshop));
  const apt = (...args: string[]) => execute('apt-get', ['-c', config, ...args], { cwd: join(workshop, 'packages') });
  await apt('-qq', 'update');
  const plan = await apt('-s', '--no-install-recommends', 'install', 'rabbitmq-server');
  await apt('-qq', 'download', ...missingPackages(plan.stdout));
  const root = join(workshop, 'root');
  for (const file of readdirSync(join(workshop, 'packages'))) {
    await execute('dpkg', ['-x', join(workshop, 'packages', file), root]);
  }
  return root;
}

/** Lists and cache of our own; the system's sources, proxies and keys; none of its hooks, which clean its caches. */
function privateAptConfig(workshop: string): string {
  return `
    Dir::State::Lists "${workshop}/lists";
    Dir::State::status "/var/lib/dpkg/status";
    Dir::Cache "${workshop}/cache";
    Debug::NoLocking "1";
    APT::Sandbox::User "";
    Acquire::Languages "none";
    #clear APT::Update::Pre-Invoke;
    #clear APT::Update::Post-Invoke;
    #clear APT::Update::Post-Invoke-Success;
    #clear DPkg::Post-Invoke;
  `;
}

/** Exported for its test: the packages that `apt-get -s install` would install, which are those the machine lacks. */
export function missingPackages(plan: string): string[] {
  return [...plan.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name);
}

/** Debian's `erl` names /usr/lib/erlang outright; this one finds itself. */
function makeErlangRelocatable(root: string): void {
  const erl = join(root, 'usr/lib/erlang/bin/erl');
  rmSync(erl);
  writeFileSync(
    erl,
    `#!/bin/sh
ROOTDIR=$(dirname "$(dirname "$(readlink -f "$0")")")
BINDIR=$(ls -d "$ROOTDIR"/erts-*/bin)
EMU=beam PROGNAME=erl
export ROOTDIR BINDIR EMU PROGNAME
exec "$BINDIR/erlexec" \${1+"$@"}
`,
    { mode: 0o755 },
  );
}

/** All or nothing. Of two that fetch at the same time the second finds the first one's result and drops its own. */
function publish(fetched: string, unpacked: string): void {
  try {
    renameSync(fetched, unpacked);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  }
}

function releaseName(): string {
  const release = readFileSync('/etc/os-release', 'utf8');
  const value = (name: string) => new RegExp(`^${name}="?([^"\\n]*)`, 'm').exec(release)?.[1] ?? 'unknown';
  return `${value('ID')}-${value('VERSION_ID')}`;
}
