module.exports = () => require('./build-hooks')().setUpRun();
