import { setImmediate as nextTurn } from 'node:timers/promises';
import { Controller, Get, Header, HttpException, HttpStatus } from '@nestjs/common';
import { Health, type HealthReport } from './health';
import { metricsRegistry } from './metrics';

/** `/health/live`: the process works. `/health/ready`: it can do its job. `/metrics`: Prometheus text. */
@Controller()
export class ObservabilityController {
  constructor(private readonly health: Health) {}

  /**
   * Answers after a whole turn of the event loop, and asks nobody else: a process that is stuck does not answer, and one
   * whose database is away must not be restarted for it. Whoever probes brings the time-out.
   */
  @Get('health/live')
  async live(): Promise<{ status: 'ok' }> {
    await nextTurn();
    return { status: 'ok' };
  }

  /** 503 with what is wrong by name, after a second at the latest. */
  @Get('health/ready')
  async ready(): Promise<HealthReport> {
    const report = await this.health.readiness();
    if (report.status !== 'ok') throw new HttpException(report, HttpStatus.SERVICE_UNAVAILABLE);
    return report;
  }

  @Get('metrics')
  @Header('content-type', metricsRegistry.contentType)
  metrics(): Promise<string> {
    return metricsRegistry.metrics();
  }
}
