'use strict';

require('./install-first').runInstalled('bin/installed/check.js');
