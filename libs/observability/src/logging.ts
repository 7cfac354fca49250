import { LoggerModule } from 'nestjs-pino';
import type { DynamicModule } from '@nestjs/common';
import { currentCorrelation } from './correlation';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/**
 * JSON lines on stderr, so stdout stays free for what a program prints. Every line carries the correlation id of the
 * work under way. Requests are not logged as such: their headers and bodies are full of personal data.
 */
export function loggingModule(app: string, level: LogLevel): DynamicModule {
  return LoggerModule.forRoot({
    pinoHttp: [
      {
        level,
        autoLogging: false,
        quietReqLogger: true,
        base: { app },
        timestamp: () => `,"time":"${new Date().toISOString()}"`,
        formatters: { level: (label) => ({ level: label }) },
        mixin: () => correlationFields(),
        serializers: { req: () => undefined, res: () => undefined },
      },
      process.stderr,
    ],
  });
}

function correlationFields(): Record<string, string> {
  const { correlationId, causationId } = currentCorrelation() ?? {};
  return { ...(correlationId && { correlationId }), ...(causationId && { causationId }) };
}
