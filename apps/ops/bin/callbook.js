#!/usr/bin/env node
'use strict';
// npm links the commands of workspaces, not those of the root project: this makes `npx callbook` work after `npm ci`.

require('../../../bin/callbook');
