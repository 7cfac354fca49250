'use strict';

const { spawn } = require('node:child_process');
const { join } = require('node:path');
const { forwardSignals } = require('../forward-signals');

const root = join(__dirname, '../..');

/**
 * Runs a program of node_modules/.bin under this Node, in the project root, and resolves with its exit code.
 * @param {string} name
 * @param {string[]} args
 * @param {import('node:child_process').StdioOptions} [stdio] by default all its output goes to stderr
 */
function runProgram(name, args, stdio = ['inherit', 2, 2]) {
  return run([join(root, 'node_modules/.bin', name), ...args], stdio);
}

/** The same for a script of ours; its path is from the project root. */
function runScript(path) {
  return run([join(root, path)], ['inherit', 2, 2]);
}

function run(args, stdio) {
  const child = spawn(process.execPath, args, { cwd: root, stdio });
  forwardSignals(child);
  return new Promise((settle) => {
    child.once('close', (code) => settle(code ?? 1));
  });
}

module.exports = { root, runProgram, runScript };
