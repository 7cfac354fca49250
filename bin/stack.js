'use strict';

require('./install-first').runInstalled('bin/installed/stack.js');
