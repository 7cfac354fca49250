const { execFileSync } = require('node:child_process');
const { join } = require('node:path');

/**
 * The hooks from `src/jest-hooks.ts`. Jest loads global hooks with Node's own resolution, which finds the built
 * libraries; building them here, a moment's work, means they are never older than their source.
 */
module.exports = () => {
  const root = join(__dirname, '../../..');
  const tsc = require.resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-b', 'libs/testing'], { cwd: root, stdio: ['ignore', 2, 2] });
  return require('../dist/jest-hooks.js');
};
