#!/usr/bin/env node
'use strict';
// The `callbook` command. Plain JavaScript without dependencies, valid on Node 18: it builds what is missing or older
// than its source, then hands over to the Node that was installed with the project.

const { spawn, spawnSync } = require('node:child_process');
const { existsSync, readdirSync, readFileSync, statSync } = require('node:fs');
const { constants } = require('node:os');
const { join } = require('node:path');
const { forwardSignals } = require('./forward-signals');

const root = join(__dirname, '..');
const app = join(root, 'apps/ops');
const main = join(app, 'dist/main.js');
const installedNode = join(root, 'node_modules/.bin/node');
const node = existsSync(installedNode) ? installedNode : process.execPath;

function build() {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  if (!existsSync(tsc))
    fail('The callbook command is not built, and nothing is installed to build it with. Run: npm ci');
  console.error('Building the callbook command ...');
  const { status } = spawnSync(node, [tsc, '-b', app], { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) fail('The callbook command could not be built, see above.');
}

/** In an image that holds the build alone there is no source to be older than. */
function isBuilt() {
  return existsSync(main) && projectsOf(app).every((project) => newestSource(join(project, 'src')) <= builtAt(project));
}

/** The app and the libraries it is built from, by its tsconfig.json. */
function projectsOf(project, found = new Set()) {
  const config = join(project, 'tsconfig.json');
  if (found.has(project) || !existsSync(config)) return [...found];
  found.add(project);
  const { references = [] } = JSON.parse(readFileSync(config, 'utf8'));
  for (const { path } of references) projectsOf(join(project, path), found);
  return [...found];
}

/** When tsc last found this project's build to be up to date. */
function builtAt(project) {
  const stamp = join(project, 'dist/tsconfig.tsbuildinfo');
  return existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
}

function newestSource(folder) {
  if (!existsSync(folder)) return 0;
  const times = readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return newestSource(path);
    return entry.name.endsWith('.spec.ts') ? 0 : statSync(path).mtimeMs;
  });
  return Math.max(0, ...times);
}

function run() {
  const child = spawn(node, ['--require', join(__dirname, 'supported-node.js'), main, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'], // the channel closes when this process dies: see supported-node.js
  });
  forwardSignals(child);
  child.on('error', (error) => fail(`${node} cannot be started: ${error.message}`));
  child.on('close', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
}

function fail(reason) {
  console.error(reason);
  process.exit(1);
}

if (!isBuilt()) build();
run();
