import { type DynamicModule, Global, Module } from '@nestjs/common';
import { collectDefaultMetrics } from 'prom-client';
import { Health } from './health';
import { loggingModule, type LogLevel } from './logging';
import { metricsRegistry } from './metrics';
import { ObservabilityController } from './observability.controller';

@Global()
@Module({})
export class ObservabilityModule {
  /** Logging, health and metrics for one app; `app` is its name in logs. */
  static forRoot({ app, logLevel }: { app: string; logLevel: LogLevel }): DynamicModule {
    if (!metricsRegistry.getSingleMetric('process_cpu_seconds_total'))
      collectDefaultMetrics({ register: metricsRegistry });
    return {
      module: ObservabilityModule,
      imports: [loggingModule(app, logLevel)],
      controllers: [ObservabilityController],
      providers: [Health],
      exports: [Health],
    };
  }
}
