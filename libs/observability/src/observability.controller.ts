import { Controller, Get, Header, HttpException, HttpStatus } from '@nestjs/common';
import { Health, type HealthReport } from './health';
import { metricsRegistry } from './metrics';

/** `/health/live`: the process answers. `/health/ready`: it can do its job. `/metrics`: Prometheus text. */
@Controller()
export class ObservabilityController {
  constructor(private readonly health: Health) {}

  @Get('health/live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

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
