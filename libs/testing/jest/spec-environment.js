const { TestEnvironment } = require('jest-environment-node');

const failures = new Set(['test_fn_failure', 'hook_failure', 'error']);

/** Node's environment, in which a spec file can also learn its name and, in `afterAll`, whether something in it failed. */
module.exports = class SpecEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.global.callbookSpec = { file: context.testPath, hasFailed: false };
  }

  handleTestEvent({ name }) {
    if (failures.has(name)) this.global.callbookSpec.hasFailed = true;
  }
};
