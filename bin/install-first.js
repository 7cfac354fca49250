'use strict';
// Plain JavaScript without dependencies, valid on Node 18: it runs before anything is installed.

const { spawn, spawnSync } = require('node:child_process');
const { existsSync, readFileSync } = require('node:fs');
const { constants } = require('node:os');
const { delimiter, join } = require('node:path');
const { forwardSignals } = require('./forward-signals');

const root = join(__dirname, '..');
const programs = join(root, 'node_modules/.bin');

/**
 * Installs what package-lock.json says if node_modules holds anything else, then runs the script in a new process
 * under the Node that was installed with it, and exits as that process does. The script starts in the project root,
 * with the installed programs first on PATH, and does not outlive this process, however that ends.
 * @param {string} script path from the project root
 * @param {string[]} args
 */
function runInstalled(script, args = process.argv.slice(2)) {
  if (!isInstalled()) install();
  const installedNode = join(programs, 'node');
  const node = existsSync(installedNode) ? installedNode : process.execPath;
  const child = spawn(node, ['--require', join(__dirname, 'supported-node.js'), join(root, script), ...args], {
    cwd: root,
    env: { ...process.env, PATH: programs + delimiter + process.env.PATH },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'], // the channel closes when this process dies: see supported-node.js
  });
  forwardSignals(child);
  endWithNpm(child);
  child.on('error', (error) => fail(`${node} cannot be started: ${error.message}`));
  child.on('close', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
}

/** npm passes signals on, but not its own death by SIGKILL; without it nobody could reach what it has started. */
function endWithNpm(child) {
  if (!process.env.npm_lifecycle_event) return; // started by hand, perhaps to stay
  const npm = process.ppid;
  const watch = setInterval(() => process.ppid === npm || child.kill('SIGTERM'), 1_000);
  child.once('close', () => clearInterval(watch));
}

/** npm writes node_modules/.package-lock.json as the last step of an installation; only optional packages may be absent. */
function isInstalled() {
  const wanted = lockedPackages('package-lock.json');
  const present = lockedPackages('node_modules/.package-lock.json');
  if (!wanted || !present) return false;
  return Object.entries(wanted)
    .filter(([path]) => path.includes('node_modules/'))
    .every(([path, { version, optional, devOptional }]) =>
      present[path] ? present[path].version === version : optional || devOptional,
    );
}

function lockedPackages(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function install() {
  console.error('Installing what package-lock.json says (npm ci) ...');
  const { status, error } = spawnSync('npm', ['ci'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) fail(`npm ci failed${error ? `: ${error.message}` : ''}`);
}

function fail(reason) {
  console.error(reason);
  process.exit(1);
}

module.exports = { runInstalled };
