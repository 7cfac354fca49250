'use strict';
// Loaded before each script that install-first.js runs.

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 22)) {
  console.error(
    `Callbook needs Node 22.22 or later, and this is ${process.version}: on Linux (x64) npm ci brings one along; elsewhere install one.`,
  );
  process.exit(1);
}

if (process.channel) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM')); // who started us was killed
  process.channel.unref();
}
