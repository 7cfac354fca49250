import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { asyncApiYaml } from './asyncapi';

// npm run write -w @callbook/asyncapi: writes docs/asyncapi.yaml anew.
writeFileSync(resolve(__dirname, '../../../docs/asyncapi.yaml'), asyncApiYaml());
