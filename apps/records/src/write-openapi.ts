import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { openApiOfRecords } from './openapi';

// npm run openapi -w @callbook/records: writes docs/openapi-records.yaml anew.
void openApiOfRecords().then((text) => writeFileSync(resolve(__dirname, '../../../docs/openapi-records.yaml'), text));
