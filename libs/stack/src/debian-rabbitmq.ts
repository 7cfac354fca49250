import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchPackages, packagesFolder, publish } from './debian-packages';
import { cacheFolder } from './project-root';
import { type Run } from './run';

/**
 * The folder under which RabbitMQ and Erlang lie as the distribution packages them. Fetched once per project and
 * release, checked by apt against the distribution's keys; needs no root and changes nothing outside the project.
 */
export async function unpackedRabbitmq(run: Run, log: (line: string) => void): Promise<string> {
  const unpacked = packagesFolder('rabbitmq');
  if (globSync('usr/lib/rabbitmq/lib/*', { cwd: unpacked }).length > 0) return unpacked;
  log(`RabbitMQ: fetching the distribution's packages (about 35 MB, once) into ${unpacked}`);
  const workshop = temporaryFolder(run);
  const fetched = await fetchPackages(workshop, 'rabbitmq-server');
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
