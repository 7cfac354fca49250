'use strict';

require('./install-first').runInstalled('bin/installed/test.js');
