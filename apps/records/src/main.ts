import 'reflect-metadata';
import { JsonLogger } from '@callbook/observability';
import { rabbitMqStrategy } from '@callbook/messaging';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module';
import { recordsConfig } from './config';

async function main(): Promise<void> {
  const config = recordsConfig();
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(config), new FastifyAdapter(), {
    bufferLogs: true,
  });
  app.useLogger(app.get(JsonLogger));
  app.enableShutdownHooks();
  app.connectMicroservice({ strategy: rabbitMqStrategy(app) });
  await app.init(); // connected before the first message is taken
  await app.startAllMicroservices();
  await app.listen(config.PORT, '0.0.0.0');
  process.stdout.write(`${JSON.stringify({ ready: true, url: await app.getUrl() })}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
