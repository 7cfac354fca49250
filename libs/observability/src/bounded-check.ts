import type { HealthCheck } from './health';
import { scrub } from './redaction/scrub';

/**
 * A health check that always answers in time. While one run hangs no other is begun: probes that come every few seconds
 * must not take up all the connections of a database that does not answer.
 */
export class BoundedCheck {
  private running?: Promise<string>;

  constructor(
    private readonly check: HealthCheck,
    private readonly timeoutMs: number,
  ) {}

  get name(): string {
    return this.check.name;
  }

  /** `ok`, or what is wrong, after `timeoutMs` at the latest. */
  async run(): Promise<string> {
    this.running ??= this.outcome().finally(() => (this.running = undefined));
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<string>((settle) => {
      timer = setTimeout(settle, this.timeoutMs, `no answer within ${this.timeoutMs} ms`);
    });
    return Promise.race([this.running, tooLate]).finally(() => clearTimeout(timer));
  }

  private async outcome(): Promise<string> {
    try {
      await this.check.check();
      return 'ok';
    } catch (error) {
      return scrub(error instanceof Error && error.message ? error.message : 'failed');
    }
  }
}
