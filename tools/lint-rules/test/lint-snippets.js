'use strict';
// Lints the snippets given as JSON on stdin, each as if it stood in the named file, and prints the rules they break.
// A process of its own: ESLint's plugins are not made to be loaded by Jest.

const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { ESLint } = require('eslint');

async function main() {
  const eslint = new ESLint({ cwd: join(__dirname, '../../..') });
  const snippets = JSON.parse(readFileSync(0, 'utf8'));
  const broken = [];
  for (const { file, code } of snippets) {
    const [{ messages }] = await eslint.lintText(code, { filePath: file });
    broken.push(messages.map(({ ruleId, message }) => `${ruleId}: ${message}`));
  }
  process.stdout.write(JSON.stringify(broken));
}

void main();
