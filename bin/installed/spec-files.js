'use strict';

const { execFile } = require('node:child_process');
const { globSync } = require('node:fs');
const { join } = require('node:path');
const { promisify } = require('node:util');
const { root } = require('./program');
const { projects } = require('../../jest.config');

/**
 * What is wrong with the way spec files and Jest's projects match, one line each: a spec that no project takes, or two
 * take, would not run once; a project without specs would pass whatever happens.
 */
async function specFileProblems() {
  try {
    return await findProblems();
  } catch (error) {
    return [`Jest cannot list its specs: ${error.stderr || error.message}`];
  }
}

async function findProblems() {
  const taken = await Promise.all(
    projects.map(async ({ displayName: name }) => ({ name, files: await listTests(name) })),
  );
  const empty = taken.filter(({ files }) => files.length === 0).map(({ name }) => `project '${name}' has no spec`);
  const existing = globSync('{apps,libs,tools,bin,examples}/**/*spec.{ts,tsx,js}', {
    cwd: root,
    exclude: (path) => /(^|\/)(node_modules|dist)$/.test(typeof path === 'string' ? path : path.name),
  }).filter((path) => /\.([a-z0-9]+-)?spec\.[a-z]+$/.test(path));
  const misplaced = existing.flatMap((path) => {
    const takers = taken.filter(({ files }) => files.includes(join(root, path))).map(({ name }) => name);
    return takers.length === 1 ? [] : [`${path} is in ${takers.join(' and ') || 'no'} project`];
  });
  return [...empty, ...misplaced];
}

async function listTests(project) {
  const jest = join(root, 'node_modules/.bin/jest');
  const args = ['--listTests', '--json', '--passWithNoTests', '--selectProjects', project];
  const { stdout } = await promisify(execFile)(process.execPath, [jest, ...args], { cwd: root });
  return JSON.parse(stdout.slice(stdout.indexOf('[')));
}

module.exports = { specFileProblems };
