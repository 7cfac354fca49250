'use strict';
// npm run call -- --service Herrenhaarschnitt --at 2026-11-24T10:00: places a call into the `npm start` that is running.

require('./install-first').runInstalled('bin/installed/call.js');
