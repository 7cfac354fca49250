/**
 * Loaded before an app (NODE_OPTIONS=--require): stderr, where its log goes, cannot be written to. By BROKEN_LOG: `full`, as on
 * a disk without room, or `closed`, as when whoever read the log is gone. stdout stays for the ready line.
 */
const { execFileSync } = require('node:child_process');
const { closeSync, constants, openSync, rmSync } = require('node:fs');
const { join } = require('node:path');
const { tmpdir } = require('node:os');

const { O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;

if (process.env.BROKEN_LOG === 'full') {
  closeSync(2);
  openSync('/dev/full', O_WRONLY); // takes the lowest number that is free
}
if (process.env.BROKEN_LOG === 'closed') {
  const pipe = join(tmpdir(), `callbook-log-${process.pid}`);
  execFileSync('mkfifo', [pipe], { env: { PATH: process.env.PATH } });
  const reader = openSync(pipe, O_RDONLY | O_NONBLOCK);
  closeSync(2);
  openSync(pipe, O_WRONLY);
  closeSync(reader);
  rmSync(pipe);
}
