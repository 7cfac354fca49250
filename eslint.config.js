const nx = require('@nx/eslint-plugin');
const prettier = require('eslint-config-prettier');
const tseslint = require('typescript-eslint');

/** Who may import whom; the same table stands in docs/architecture.md. A lib's tests may also use `testing`. */
const allowedImports = {
  config: [],
  contracts: [],
  observability: [],
  sandbox: [],
  stack: [],
  launcher: [],
  messaging: ['contracts', 'observability'],
  database: ['observability'],
  'calcom-client': ['observability'],
  retell: ['observability'],
  outbox: ['messaging', 'database', 'contracts', 'observability'],
  catalogue: ['database', 'contracts', 'observability'],
  service: ['config', 'messaging', 'observability'],
  testing: ['contracts', 'sandbox', 'stack'],
};

const libConstraint = (lib, imports) => ({
  sourceTag: `lib:${lib}`,
  onlyDependOnLibsWithTags: [...imports, lib].map((name) => `lib:${name}`),
});

const boundaries = (withTesting) => ({
  '@nx/enforce-module-boundaries': [
    'error',
    {
      allow: [],
      depConstraints: [
        { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:lib'] },
        { sourceTag: 'type:tool', onlyDependOnLibsWithTags: ['type:lib', 'type:app'] },
        ...Object.entries(allowedImports).map(([lib, imports]) =>
          libConstraint(
            lib,
            withTesting && !['contracts', 'sandbox', 'stack'].includes(lib)
              ? [...imports, 'testing', 'sandbox']
              : imports,
          ),
        ),
      ],
      // A lib may be tested with `testing`, which itself imports contracts, sandbox and stack: no cycle at run time.
      ignoredCircularDependencies: [],
    },
  ],
});

const restrictedPackages = {
  amqplib: 'amqplib stays in libs/messaging, libs/testing and tools: publish and consume through @callbook/messaging.',
  axios: 'axios stays in libs/calcom-client: Cal.com is reached through its client alone.',
};
const without = (...names) => [
  'error',
  {
    paths: Object.entries(restrictedPackages)
      .filter(([name]) => !names.includes(name))
      .map(([name, message]) => ({ name, message })),
  },
];

const noFrameworks =
  'A use case knows no framework, broker or database: reach them through an abstract class given to it.';
const useCaseFiles = ['apps/booking/src/*/**/*.ts', 'apps/records/src/*/**/*.ts'];
const notUseCases = ['consumer', 'query', 'controller', 'guard', 'entity', 'repository', 'module', 'spec'].map(
  (role) => `**/*.${role}.ts`,
);

module.exports = tseslint.config(
  { ignores: ['**/dist/**', '.nx/**', '.cache/**', '.stack/**', 'coverage/**'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { project: ['./tsconfig.specs.json'], tsconfigRootDir: __dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error',
      'no-restricted-imports': without(),
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: "The environment is read once, in the app's config.ts." },
      ],
      ...boundaries(false),
    },
  },
  { files: ['**/*.spec.ts', '**/test/**/*.ts'], plugins: { '@nx': nx }, rules: { ...boundaries(true) } },
  {
    files: ['libs/messaging/**', 'libs/testing/**', 'tools/**', 'examples/**'],
    rules: { 'no-restricted-imports': without('amqplib') },
  },
  { files: ['examples/**'], rules: { 'no-console': 'off' } },
  { files: ['libs/calcom-client/**'], rules: { 'no-restricted-imports': without('axios') } },
  {
    files: [
      'apps/*/src/config.ts',
      'libs/stack/**',
      'libs/launcher/**',
      'libs/testing/**',
      'tools/**',
      'examples/**',
      '**/test/**',
      '**/*.spec.ts',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: useCaseFiles,
    ignores: notUseCases,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            ...Object.entries(restrictedPackages).map(([name, message]) => ({ name, message })),
            // The errors under @callbook/messaging/failure are plain classes, and welcome.
            ...['typeorm', 'pg', '@callbook/messaging', '@callbook/outbox', '@callbook/database'].map((name) => ({
              name,
              message: noFrameworks,
            })),
          ],
          patterns: [
            { group: ['@nestjs/*'], message: noFrameworks },
            { group: ['node:crypto', 'node:timers*'], message: 'Ids and timers are given to a use case.' },
          ],
        },
      ],
      'no-restricted-globals': [
        'error',
        ...['setTimeout', 'setInterval', 'setImmediate'].map((name) => ({
          name,
          message: 'Timers are given to a use case.',
        })),
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: 'Time is given to a use case (Clock).',
        },
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Time is given to a use case (Clock).',
        },
        { selector: "CallExpression[callee.property.name='randomUUID']", message: 'Ids are given to a use case.' },
      ],
    },
  },
  { files: ['**/*.js'], languageOptions: { sourceType: 'commonjs' } },
  prettier,
);
