'use strict';
// npm run check: every step runs, also after one that failed.

const { runProgram, runScript } = require('./program');

const steps = {
  format: () => runProgram('prettier', ['--check', '--log-level=warn', '.']),
  lint: async () => {
    // The rule on who may import whom reads Nx's project graph, and without one in its cache is skipped.
    const graph = await runProgram('nx', ['show', 'projects'], ['ignore', 'ignore', 2]);
    return (
      graph || (await runProgram('eslint', ['.', '--max-warnings=0'])) || runScript('tools/lint-rules/lint-rules.js')
    );
  },
  types: async () => (await runProgram('tsc', ['-b'])) || runProgram('tsc', ['-p', 'tsconfig.specs.json']),
};

// Format and lint only read, each on one core; what they check must not be written meanwhile.
const order = [['format', 'lint'], ['types']];

/** @returns whether it passed */
async function runStep(name) {
  console.log(`check: ${name} ...`);
  const started = performance.now();
  const passed = (await steps[name]()) === 0;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`check: ${name} ${passed ? 'passed' : 'FAILED'} (${seconds} s)`);
  return passed;
}

async function main() {
  const failed = [];
  for (const names of order) {
    const passed = await Promise.all(names.map(runStep));
    failed.push(...names.filter((_, place) => !passed[place]));
  }
  console.log(failed.length === 0 ? 'check: all passed' : `check: FAILED: ${failed.join(', ')}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

void main();
