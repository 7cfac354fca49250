import { globSync } from 'node:fs';
import { join } from 'node:path';

/** A RabbitMQ with its Erlang, as files: in the system, or unpacked anywhere. */
export interface RabbitmqFiles {
  /** RabbitMQ's own start script; the one in /usr/sbin insists on the account `rabbitmq`. */
  readonly server: string;
  /** Erlang's port mapper daemon. */
  readonly epmd: string;
  /** Where `erl` is. */
  readonly erlangBin: string;
  readonly libraries: readonly string[];
}

/**
 * What the Debian, Ubuntu and RPM packages have put under this root.
 * @throws when something is missing, naming it.
 */
export function rabbitmqFilesUnder(root: string): RabbitmqFiles {
  return {
    server: newest(root, 'usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server'),
    epmd: newest(root, 'usr/{lib,lib64}/erlang/erts-*/bin/epmd'),
    erlangBin: join(newest(root, 'usr/{lib,lib64}/erlang/bin/erl'), '..'),
    libraries: root === '/' ? [] : globSync('{usr/,}lib/*-linux-gnu', { cwd: root }).map((path) => join(root, path)),
  };
}

function newest(root: string, pattern: string): string {
  const found = globSync(pattern, { cwd: root }).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const last = found.at(-1);
  if (!last) throw new Error(`${join(root, pattern)} does not exist`);
  return join(root, last);
}
