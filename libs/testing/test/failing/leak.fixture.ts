import { startProcess } from '../../src/start-process';

it('passes, and forgets a process', async () => {
  const script = 'libs/testing/test/failing/forgotten.js';
  const { pid } = await startProcess({ name: 'forgotten', script, readyLine: /up/ });
  process.stderr.write(`forgotten pid ${pid}\n`);
});
