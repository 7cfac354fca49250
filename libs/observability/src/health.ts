import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { BoundedCheck } from './bounded-check';

/** One thing a process needs to do its job. Resolves when all is well; rejects with what is wrong. */
export interface HealthCheck {
  readonly name: string;
  check(): Promise<void>;
}

export interface HealthReport {
  readonly status: 'ok' | 'not_ready';
  /** By name of the check: `ok`, or what is wrong. */
  readonly checks: Readonly<Record<string, string>>;
}

/** How long a check may take before its answer counts as no. */
export const checkTimeoutMs = 1_000;

/**
 * Ready means: can do its job now. Checks are registered by the modules that know what they need. A report takes a
 * second at most, whatever is stuck; and from the beginning of the shutdown it says no, so that nothing new is sent here.
 */
@Injectable()
export class Health implements OnModuleDestroy {
  private readonly checks: BoundedCheck[] = [];
  private stopping = false;

  register(check: HealthCheck): void {
    this.checks.push(new BoundedCheck(check, checkTimeoutMs));
  }

  async readiness(): Promise<HealthReport> {
    const results = await Promise.all(this.checks.map(async (check) => [check.name, await check.run()] as const));
    if (this.stopping) results.push(['process', 'stopping']);
    const ready = results.every(([, result]) => result === 'ok');
    return { status: ready ? 'ok' : 'not_ready', checks: Object.fromEntries(results) };
  }

  onModuleDestroy(): void {
    this.stopping = true;
  }
}
