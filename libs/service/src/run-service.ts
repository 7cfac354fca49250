import 'reflect-metadata';
import { ConfigError } from '@callbook/config';
import { rabbitMqStrategy } from '@callbook/messaging';
import { crashLine, endOnUncaught, JsonLogger, outliveLog } from '@callbook/observability';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { nextStep } from './next-step';

export interface Service {
  /** In the log line of a crash, and of a start that failed. */
  readonly name: string;
  /** Reads the configuration and makes the app's module; a ConfigError ends the process with all problems listed. */
  readonly module: () => DynamicModule;
  /** HTTP port; 0 picks a free one. Called after `module`. */
  readonly port: () => number;
  /** Default: an adapter that serves health and metrics. */
  readonly adapter?: () => FastifyAdapter;
  /** Anything else to set on the app before it listens. */
  readonly configure?: (app: NestFastifyApplication) => void | Promise<void>;
}

/**
 * Runs one app until SIGTERM or SIGINT: consumers first, then HTTP, then one line `{"ready":true,"url":…}` on stdout.
 * Shutdown stops taking, finishes what runs, then closes. A start that fails ends with exit code 1: with all problems of
 * the configuration, or with one JSON line that says what went wrong, without the words of others, and what to do next.
 */
export async function runService(service: Service): Promise<void> {
  endOnUncaught(service.name);
  outliveLog();
  try {
    const app = await NestFactory.create<NestFastifyApplication>(
      service.module(),
      service.adapter?.() ?? new FastifyAdapter(),
      {
        bufferLogs: true,
        autoFlushLogs: false, // of a start that fails it would print the error as it is, before our logger is there
        rawBody: true,
        abortOnError: false,
      },
    );
    app.useLogger(app.get(JsonLogger));
    app.flushLogs();
    app.enableShutdownHooks();
    app.connectMicroservice({ strategy: rabbitMqStrategy(app) });
    await service.configure?.(app);
    await app.init(); // everything consumers need is connected before they take anything
    await app.startAllMicroservices();
    await app.listen(service.port(), '0.0.0.0');
    process.stdout.write(
      `${JSON.stringify({ ready: true, url: (await app.getUrl()).replace('[::1]', '127.0.0.1').replace('0.0.0.0', '127.0.0.1') })}\n`,
    );
  } catch (error) {
    process.stderr.write(
      error instanceof ConfigError
        ? `${error.message}\n`
        : crashLine(service.name, `could not start. ${nextStep(error)}`, error),
    );
    process.exit(1);
  }
}
