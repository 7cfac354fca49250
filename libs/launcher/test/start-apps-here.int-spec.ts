import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@callbook/testing';
import { startAppsHere } from '../src';

describe('an app that is started as a child', () => {
  let folder: string;
  const logs: string[] = [];
  const start = startAppsHere({ log: (_name, text) => void logs.push(text) });
  const app = (text: string, signal?: AbortSignal) => {
    const script = join(folder, 'app.js');
    writeFileSync(script, text);
    return start({ name: 'app', script, env: {}, ...(signal && { signal }) });
  };
  const isRunning = (pid: number) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  const stay = 'setInterval(() => {}, 1000);';

  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'callbook-launcher-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is ready with what its ready line says, however much it wrote before', async () => {
    const much = `for (let n = 0; n < 2000; n++) console.log('x'.repeat(100));`;
    const started = await app(`${much} console.log('{"ready":true,"url":"http://here"}'); ${stay}`);
    expect(started.ready).toEqual({ ready: true, url: 'http://here' });
    await started.stop();
    expect(isRunning(started.pid)).toBe(false);
  });

  it('says why when it ends too early, with the last of what it wrote', async () => {
    const failing = app(`console.log('x'.repeat(100000)); console.error('no room on the disk'); process.exitCode = 3;`);
    const { message } = await failing.then(
      () => new Error('it started'),
      (error: Error) => error,
    );
    expect(message).toMatch(/^app ended with exit code 3 before it was ready; it wrote:\n/);
    expect(message).toContain('no room on the disk');
    expect(message.length).toBeLessThan(10_000);
  });

  it('is ended when it is given up before it is ready', async () => {
    const giveUp = new AbortController();
    const starting = app(`console.error('pid ' + process.pid); ${stay}`, giveUp.signal);
    const pid = await eventually('its pid', () => Number(/pid (\d+)/.exec(logs.join(''))?.[1]));
    giveUp.abort();
    await expect(starting).rejects.toThrow(/app was given up before it was ready; it wrote:\npid \d+/);
    expect(isRunning(pid)).toBe(false);
  });
});
