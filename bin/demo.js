'use strict';
// npm run demo [-- --json]: starts everything, places one call at the sandbox, shows the linked rows and stops.

require('./install-first').runInstalled('bin/installed/demo.js');
