'use strict';

const { runProgram } = require('./program');

async function main() {
  const code = await runProgram('tsc', ['-b']);
  if (code !== 0) process.exit(code);
  require('../../tools/examples/dist/main.js');
}

void main();
