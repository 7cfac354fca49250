import { Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { stringify } from 'yaml';
import { Clock } from './clock/clock';
import { ReadingModule } from './reading/reading.module';

/** What the controllers want to be given, and never use here. */
const nothing = [DataSource, Clock].map((provide) => ({ provide, useValue: {} }));

@Global()
@Module({ providers: nothing, exports: nothing })
class NothingModule {}

@Module({ imports: [NothingModule, ReadingModule.forRoot({ requestsPerMinute: 1 })] })
class DocumentedModule {}

/** The HTTP API as OpenAPI, made from the controllers without connecting to anything. */
export async function openApiOfRecords(): Promise<string> {
  const app = await NestFactory.create(DocumentedModule, new FastifyAdapter(), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  const about = new DocumentBuilder()
    .setTitle('Callbook records')
    .setDescription(
      'Calls, appointments, customers, staff and services of the company whose token asks. Pages are read with the ' +
        'cursor of the page before; rows that are added meanwhile neither move nor repeat what follows. Times are UTC.',
    )
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'From callbook tokens create.' })
    .build();
  const document = SwaggerModule.createDocument(app, about);
  await app.close();
  return stringify(document, { lineWidth: 0, aliasDuplicateObjects: false, singleQuote: true });
}
