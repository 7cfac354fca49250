'use strict';

const { runProgram } = require('./program');

async function main() {
  const code = await runProgram('tsc', ['-b']);
  if (code !== 0) process.exit(code);
  require('../../tools/demo/dist/main.js');
}

void main();
