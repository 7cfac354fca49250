'use strict';
// npm run simulate: thousands of stories on a virtual clock, and a judgement (tools/simulate).

require('./install-first').runInstalled('bin/installed/simulate.js');
