'use strict';
// npm run stack -- up|down|status: see libs/stack.

const { runProgram } = require('./program');

async function main(args) {
  const code = await runProgram('tsc', ['-b', 'libs/stack']);
  if (code !== 0) return code;
  return require('../../libs/stack/dist/cli').stackCommand(args);
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    console.error(error.message);
    process.exit(1);
  },
);
