import { LoggerModule } from 'nestjs-pino';
import type { DynamicModule } from '@nestjs/common';
import pino, { type DestinationStream, type Logger, type LoggerOptions } from 'pino';
import { currentCorrelation } from './correlation';
import { safeFields } from './redaction/log-fields';
import { safeLine, withoutUnsafeBindings } from './redaction/safe-line';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/**
 * JSON lines on stderr, so stdout stays free for what a program prints. Every line carries the correlation id of the
 * work under way, and nothing but what is known to be safe. Requests are not logged as such: their headers and bodies
 * are full of personal data.
 */
export function loggingModule(app: string, level: LogLevel): DynamicModule {
  return LoggerModule.forRoot({
    pinoHttp: { logger: jsonLogger(app, level, process.stderr), autoLogging: false, quietReqLogger: true },
  });
}

/** The logger of an app. Every line passes `safeLine`, whoever writes it and however. */
export function jsonLogger(app: string, level: LogLevel, stream: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: { app },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
    mixin: () => correlationFields(),
    hooks: {
      logMethod(args, write) {
        write.apply(this, safeLine(args));
      },
      streamWrite: withoutUnsafeBindings,
    },
  };
  return pino(options, stream);
}

function correlationFields(): Record<string, unknown> {
  const { correlationId, causationId } = currentCorrelation() ?? {};
  return safeFields({ correlationId, causationId });
}
