const { existsSync } = require('node:fs');
const { availableParallelism } = require('node:os');
const { join } = require('node:path');

// swc also transforms the packages below because they are ES modules only; Jest loads CommonJS here.
const esModulesOnly = ['@nestjs', 'uuid', 'commander'];

const common = {
  rootDir: __dirname,
  testEnvironment: 'node',
  roots: ['apps', 'libs', 'tools'].map((folder) => join(__dirname, folder)).filter(existsSync),
  testEnvironmentOptions: { customExportConditions: ['@callbook/source', 'node', 'node-addons'] },
  modulePathIgnorePatterns: ['/dist/'],
  moduleFileExtensions: ['ts', 'js', 'json', 'node'],
  transform: { '^.+\\.(t|j)s$': ['@swc/jest'] },
  transformIgnorePatterns: [`/node_modules/(?!(${esModulesOnly.join('|')})/)`],
  setupFiles: ['reflect-metadata'],
};

/** Specs on the real thing: one stack for the whole run, and an environment that knows whether the spec file failed. */
const onTheStack = {
  ...common,
  globalSetup: '<rootDir>/libs/testing/jest/global-setup.js',
  globalTeardown: '<rootDir>/libs/testing/jest/global-teardown.js',
  testEnvironment: '<rootDir>/libs/testing/jest/spec-environment.js',
};

module.exports = {
  testTimeout: 30_000,
  testSequencer: '<rootDir>/libs/testing/jest/run-order.js',
  // Two on two cores, where Jest would take one: most specs wait more than they reckon.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  projects: [
    { ...common, displayName: 'unit', testMatch: ['**/src/**/*.spec.ts'] },
    {
      ...onTheStack,
      displayName: 'integration',
      testMatch: ['**/test/**/*.int-spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', '/apps/flow-tests/'],
    },
    { ...onTheStack, displayName: 'flow', testMatch: ['<rootDir>/apps/flow-tests/test/**/*.int-spec.ts'] },
  ],
};
