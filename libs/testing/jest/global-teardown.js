module.exports = () => require('../dist/jest-hooks.js').tearDownRun();
