'use strict';

const { runProgram } = require('./program');

async function main() {
  const code = await runProgram('tsc', ['-b', 'tools/start']);
  if (code !== 0) process.exit(code);
  require('../../tools/start/dist/call.js');
}

void main();
