'use strict';
// npm run chaos: two minutes of calls while everything fails once, then a judgement (tools/chaos).

require('./install-first').runInstalled('bin/installed/chaos.js');
