import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const start = (failing: string) =>
  spawnSync(process.execPath, [join(__dirname, 'fixtures/failing-app.js'), failing], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '' },
    timeout: 20_000,
  });

describe('a start that fails', () => {
  it.each(['module', 'create', 'init'])('in its %s phase ends with one safe line and exit code 1', (phase) => {
    const { status, stderr, stdout } = start(phase);
    expect([status, stdout]).toEqual([1, '']);
    const lines = stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>); // all are JSON
    const failures = lines.filter(({ level }) => level === 'fatal' || level === 'error');
    expect(failures).toEqual([
      expect.objectContaining({
        level: 'fatal',
        app: 'failing',
        msg: expect.stringMatching(/^could not start\. The code and the first frames/),
        error: expect.objectContaining({
          message: 'no luck',
          frames: expect.arrayContaining([expect.stringContaining('failing-app.js')]),
          cause: expect.objectContaining({ code: 'ECONNREFUSED' }),
        }),
      }),
    ]);
    expect(stderr).not.toMatch(/Jonas|kunde|4915|pa55word/);
  });

  it('because of its configuration names every problem at once', () => {
    const { status, stderr } = start('config');
    expect(status).toBe(1);
    expect(stderr).toBe('The configuration has 2 problem(s):\n  - FIRST is not set\n  - SECOND is not set\n');
  });
});
