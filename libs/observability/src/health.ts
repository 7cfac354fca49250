import { Injectable } from '@nestjs/common';

/** One thing a process needs to do its job. Resolves when all is well; rejects with what is wrong. */
export interface HealthCheck {
  readonly name: string;
  check(): Promise<void>;
}

export interface HealthReport {
  readonly status: 'ok' | 'not_ready';
  readonly checks: Readonly<Record<string, string>>;
}

/** Ready means: can do its job now. Checks are registered by the modules that know what they need. */
@Injectable()
export class Health {
  private readonly checks: HealthCheck[] = [];

  register(check: HealthCheck): void {
    this.checks.push(check);
  }

  async readiness(): Promise<HealthReport> {
    const results = await Promise.all(this.checks.map(async (check) => [check.name, await outcomeOf(check)] as const));
    const ready = results.every(([, result]) => result === 'ok');
    return { status: ready ? 'ok' : 'not_ready', checks: Object.fromEntries(results) };
  }
}

async function outcomeOf(check: HealthCheck): Promise<string> {
  try {
    await check.check();
    return 'ok';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
