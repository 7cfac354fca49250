'use strict';
// npm run test:examples: starts everything, and shows that the subscribers in examples/ do what they promise.

require('./install-first').runInstalled('bin/installed/test-examples.js');
