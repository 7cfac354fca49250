import { execFileSync, spawnSync } from 'node:child_process';
import { createProgram } from './program';
import { completionScript, type Shell } from './completion';

const script = (shell: Shell) =>
  completionScript(createProgram({ env: {}, stdout: () => undefined, stderr: () => undefined }), shell);

/** What bash would offer for the last of these words. */
function offered(...words: string[]): string[] {
  const list = words.map((word) => `'${word}'`).join(' ');
  const run = `${script('bash')}\nCOMP_WORDS=(callbook ${list})\nCOMP_CWORD=${words.length}\n_callbook\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['--norc', '-c', run], { encoding: 'utf8' }).trim().split('\n');
}

describe('completion', () => {
  it.each([
    [['dl'], ['dlq']],
    [['dlq', 'gr'], ['groups']],
    [['dlq', 'ls', '--st'], ['--state']],
    [['dlq', 'ls', '--queue', 'records.booking-created', '--sin'], ['--since']],
    [['topology', 'mi'], ['migrate']],
    [['nothing', 'dl'], ['dlq']],
  ])('in bash of %j offers %j', (words, expected) => {
    expect(offered(...words)).toEqual(expected);
  });

  it('offers all commands at the beginning', () => {
    expect(offered('')).toEqual(
      expect.arrayContaining(['migrate', 'topology', 'queues', 'dlq', 'completion', '--help']),
    );
  });

  it.each(['zsh', 'fish'] as const)('in %s names every command with its description', (shell) => {
    const text = script(shell);
    expect(text).toContain('what is missing at the broker');
    expect(text).toContain(shell === 'zsh' ? `'dlq ls') possible=(` : `__callbook_at '\\''dlq ls'\\''`);
  });

  it.each(['bash', 'zsh', 'fish'] as const)('is a script that %s can read, where it is installed', (shell) => {
    const { error, status, stderr } = spawnSync(shell, ['-n'], { input: script(shell), encoding: 'utf8' });
    if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') return;
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
