import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from './project-root';

const execute = promisify(execFile);

/**
 * Fetches a package of the distribution, and those it needs that the machine lacks, and unpacks them below `workshop`: checked by apt
 * against the distribution's keys; needs no root and changes nothing outside that folder.
 * @returns the folder under which they lie as under `/`
 */
export async function fetchPackages(workshop: string, name: string): Promise<string> {
  for (const folder of ['lists/partial', 'cache/archives/partial', 'packages', 'root']) {
    mkdirSync(join(workshop, folder), { recursive: true });
  }
  const config = join(workshop, 'apt.conf');
  writeFileSync(config, privateAptConfig(workshop));
  const apt = (...args: string[]) => execute('apt-get', ['-c', config, ...args], { cwd: join(workshop, 'packages') });
  await apt('-qq', 'update');
  const plan = await apt('-s', '--no-install-recommends', 'install', name);
  await apt('-qq', 'download', ...new Set([...missingPackages(plan.stdout), name]));
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

/** All or nothing. Of two that fetch at the same time the second finds the first one's result and drops its own. */
export function publish(fetched: string, unpacked: string): void {
  try {
    renameSync(fetched, unpacked);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  }
}

/** Where packages lie once they are fetched: for this project, release and processor. */
export function packagesFolder(name: string): string {
  return join(cacheFolder, `${name}-${releaseName()}-${process.arch}`);
}

function releaseName(): string {
  const release = readFileSync('/etc/os-release', 'utf8');
  const value = (name: string) => new RegExp(`^${name}="?([^"\\n]*)`, 'm').exec(release)?.[1] ?? 'unknown';
  return `${value('ID')}-${value('VERSION_ID')}`;
}
