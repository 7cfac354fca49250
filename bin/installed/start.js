'use strict';

const { runProgram } = require('./program');

const apps = ['webhook-gateway', 'booking', 'records', 'ops', 'sandbox'].map((name) => `apps/${name}`);

async function main() {
  console.log('building');
  const code = await runProgram('tsc', ['-b', 'tools/start', ...apps]);
  if (code !== 0) process.exit(code);
  require('../../tools/start/dist/main.js');
}

void main();
