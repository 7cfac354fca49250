'use strict';
// npm test: builds, then runs all of Jest's projects; further arguments go to Jest (npm test -- libs/stack).

const { mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { runProgram } = require('./program');
const { specFileProblems } = require('./spec-files');

async function main(args) {
  const [buildCode, problems] = await Promise.all([runProgram('tsc', ['-b']), specFileProblems()]);
  if (buildCode !== 0) problems.push('the build failed');
  for (const problem of problems) console.error(`npm test: ${problem}`);
  const { passed, failed, skipped } = buildCode === 0 ? await runJest(args) : { passed: 0, failed: 0, skipped: 0 };
  const allFailed = failed + problems.length;
  console.log(`${passed} passed, ${allFailed} failed${skipped ? `, ${skipped} skipped` : ''}`);
  process.exitCode = allFailed === 0 ? 0 : 1;
}

/** A spec file that cannot be loaded has no tests to count; it counts as one that failed, as does a run that broke. */
async function runJest(args) {
  const folder = mkdtempSync(join(tmpdir(), 'callbook-jest-'));
  const outputFile = join(folder, 'result.json');
  try {
    const code = await runProgram('jest', ['--json', `--outputFile=${outputFile}`, ...args]);
    const result = readResult(outputFile);
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
    if (code !== 0 && failed === 0) console.error(`npm test: Jest ended with ${code} though no test failed, see above`);
    return {
      passed: result.numPassedTests,
      failed: code !== 0 && failed === 0 ? 1 : failed,
      skipped: result.numPendingTests + result.numTodoTests,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** There is none when Jest ended before its tests did. */
function readResult(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 0, numPendingTests: 0, numTodoTests: 0 };
  }
}

void main(process.argv.slice(2));
