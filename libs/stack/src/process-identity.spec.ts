import { spawnSync } from 'node:child_process';
import { isAlive, processWithPid } from './process-identity';

describe('a process identity', () => {
  it('holds while the process runs', () => {
    const identity = processWithPid(process.pid);
    expect(identity?.pid).toBe(process.pid);
    expect(identity && isAlive(identity)).toBe(true);
  });

  it('is not that of another process with the same number', () => {
    expect(isAlive({ pid: process.pid, started: 'at another time' })).toBe(false);
  });

  it('ends with the process', () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    expect(processWithPid(pid)).toBeUndefined();
  });
});
