'use strict';

const { runProgram } = require('./program');

async function main() {
  const code = await runProgram('tsc', ['-b', 'tools/property']);
  if (code !== 0) process.exit(2);
  require('../../tools/property/dist/main.js');
}

void main();
