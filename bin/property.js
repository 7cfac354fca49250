'use strict';
// npm run property: random histories told to two writers of records, and the rows beside a fold (tools/property).

require('./install-first').runInstalled('bin/installed/property.js');
