// swc also transforms the packages below because they are ES modules only; Jest loads CommonJS here.
const esModulesOnly = ['@nestjs', 'uuid', 'nestjs-pino', 'commander', 'i18next'];

const common = {
  rootDir: __dirname,
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/tools'],
  testEnvironmentOptions: { customExportConditions: ['@callbook/source', 'node', 'node-addons'] },
  modulePathIgnorePatterns: ['/dist/'],
  moduleFileExtensions: ['ts', 'js', 'json', 'node'],
  transform: { '^.+\\.(t|j)s$': ['@swc/jest'] },
  transformIgnorePatterns: [`/node_modules/(?!(${esModulesOnly.join('|')})/)`],
  setupFiles: ['reflect-metadata'],
};

module.exports = {
  projects: [
    { ...common, displayName: 'unit', testMatch: ['**/src/**/*.spec.ts'] },
    { ...common, displayName: 'integration', testMatch: ['**/test/**/*.int-spec.ts'], testPathIgnorePatterns: ['/apps/flow-tests/'] },
    { ...common, displayName: 'flow', testMatch: ['<rootDir>/apps/flow-tests/test/**/*.int-spec.ts'] },
  ],
};
