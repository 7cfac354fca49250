import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { rabbitmqFilesUnder } from './rabbitmq-files';

describe('rabbitmqFilesUnder', () => {
  let root: string;
  const put = (...paths: string[]) => {
    for (const path of paths) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), '');
    }
  };
  const server = (version: string) => `usr/lib/rabbitmq/lib/rabbitmq_server-${version}/sbin/rabbitmq-server`;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'callbook-rabbitmq-files-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('finds what the packages put there, libraries included', () => {
    put(server('3.10.8'), 'usr/lib/erlang/bin/erl', 'usr/lib/erlang/erts-13.1.5/bin/epmd');
    put('usr/lib/x86_64-linux-gnu/libwrap.so.0', 'lib/x86_64-linux-gnu/libpopt.so.0');
    expect(rabbitmqFilesUnder(root)).toEqual({
      server: join(root, server('3.10.8')),
      epmd: join(root, 'usr/lib/erlang/erts-13.1.5/bin/epmd'),
      erlangBin: join(root, 'usr/lib/erlang/bin'),
      libraries: expect.arrayContaining([join(root, 'usr/lib/x86_64-linux-gnu'), join(root, 'lib/x86_64-linux-gnu')]),
    });
  });

  it('takes the newest of several versions', () => {
    put(server('3.9.13'), server('3.10.8'), 'usr/lib64/erlang/bin/erl', 'usr/lib64/erlang/erts-13/bin/epmd');
    expect(rabbitmqFilesUnder(root).server).toBe(join(root, server('3.10.8')));
  });

  it('names what is missing', () => {
    put(server('3.10.8'), 'usr/lib/erlang/bin/erl');
    expect(() => rabbitmqFilesUnder(root)).toThrow(/erts-\*\/bin\/epmd does not exist/);
  });
});
