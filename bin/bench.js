'use strict';
// npm run bench -- answer: how long a caller waits, beside a floor (tools/bench).

require('./install-first').runInstalled('bin/installed/bench.js');
