'use strict';
// npm start: installs, builds, starts everything against the sandbox, places one call, and shows what happens until Ctrl-C.

require('./install-first').runInstalled('bin/installed/start.js');
