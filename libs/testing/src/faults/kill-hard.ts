import { eventually } from '../eventually';

/**
 * SIGKILL, and resolves when the process is gone. To kill an app at a certain point, make it wait there first: a fault of
 * the simulated Cal.com that does not answer, a proxy that keeps the broker's confirm to itself.
 */
export async function killHard(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await eventually(`process ${pid} to be gone`, () => !isRunning(pid), { everyMs: 5 });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
