import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';

/** A process, told apart from a later one that got the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque; two processes with equal `pid` and `started` are one process. */
  readonly started: string;
}

/** The process with this number as it is now, or undefined if there is none or only a zombie waits to be reaped. */
export function processWithPid(pid: number): ProcessIdentity | undefined {
  const started = process.platform === 'linux' ? startedOnLinux(pid) : startedByPs(pid);
  return started === undefined ? undefined : { pid, started };
}

export function isAlive(identity: ProcessIdentity): boolean {
  return processWithPid(identity.pid)?.started === identity.started;
}

/** The children a process has now; none where the system does not tell (only Linux does). */
export function childrenOf(pid: number): ProcessIdentity[] {
  try {
    const pids = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    return pids.map((child) => processWithPid(Number(child))).filter((child) => child !== undefined);
  } catch {
    return [];
  }
}

/** Process numbers mean something only inside their namespace: a container that shares our folder counts from 1 too. */
export function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return 'the only one';
  }
}

/** Boot id and start tick. See proc_pid_stat(5): the name in brackets may hold anything, so count from its end. */
function startedOnLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [threads, startTick] = [Number(fields[16]), fields[18]];
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // The first thread becomes a zombie on its own; while others are still ending, ports and files stay open.
    const hasEnded = state === 'X' || (state === 'Z' && threads <= 1);
    return hasEnded ? undefined : `${boot} ${startTick}`;
  } catch {
    return undefined;
  }
}

function startedByPs(pid: number): string | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' });
    const [state, ...started] = line.trim().split(/\s+/);
    return state?.startsWith('Z') ? undefined : started.join(' ');
  } catch {
    return undefined;
  }
}
