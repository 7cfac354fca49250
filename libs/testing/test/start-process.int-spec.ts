import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedStack } from '../src/shared-stack';
import { startProcess } from '../src/start-process';

const server = `
  require('node:http').createServer((_, answer) => answer.end(process.env.GREETING)).listen(0, '127.0.0.1', function () {
    console.log('listening on http://127.0.0.1:' + this.address().port);
  });`;

describe('startProcess', () => {
  let folder: string;
  const script = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'callbook-start-process-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('waits for the ready line, reads the url from it, and passes the environment given', async () => {
    const app = await startProcess({
      name: 'server',
      script: script('server.js', server),
      env: { GREETING: 'good morning' },
      readyLine: /listening on (?<url>\S+)/,
    });
    await expect(fetch(app.url).then((answer) => answer.text())).resolves.toBe('good morning');
    expect(app.logs()).toContain('listening on');
    await app.stop();
    await expect(app.ended).resolves.toEqual({ code: null, signal: 'SIGTERM' });
  });

  it('keeps the rest of our environment from the process', async () => {
    const app = await startProcess({
      name: 'printer',
      script: script('printer.js', `console.log(Object.keys(process.env).sort().join()); setInterval(() => {}, 1000)`),
      readyLine: /\n/,
    });
    expect(app.logs()).not.toContain('CALLBOOK_TEST');
    await app.kill();
  });

  it('fails with the output when the process ends before it is ready', async () => {
    const broken = script('broken.js', `console.error('no port given'); process.exit(3)`);
    await expect(startProcess({ name: 'broken', script: broken, readyLine: /never/ })).rejects.toThrow(
      /broken ended before it was ready; it wrote:\nno port given/,
    );
  });

  it('ends a process that is not ready in time, and shows its output', async () => {
    const idle = script('idle.js', `console.log('still warming up'); setInterval(() => {}, 1000)`);
    const start = startProcess({ name: 'idle', script: idle, readyLine: /never/, readyTimeoutMs: 500 });
    await expect(start).rejects.toThrow(/Wanted idle to be ready.*still warming up/s);
    expect(readdirSync(sharedStack().processFolder)).toEqual([]);
  });

  it('ends with the signal it is told', async () => {
    const app = await startProcess({ name: 'server', script: script('server.js', server), readyLine: /listening/ });
    await expect(app.kill('SIGKILL')).resolves.toEqual({ code: null, signal: 'SIGKILL' });
    await app.stop(); // once more does no harm
  });
});
