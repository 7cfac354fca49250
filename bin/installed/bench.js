'use strict';

const { runProgram } = require('./program');

const apps = ['webhook-gateway', 'booking', 'records', 'ops'].map((name) => `apps/${name}`);

async function main() {
  const code = await runProgram('tsc', ['-b', 'tools/bench', ...apps]);
  if (code !== 0) process.exit(2);
  require('../../tools/bench/dist/main.js');
}

void main();
