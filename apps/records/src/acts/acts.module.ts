import { Global, Module } from '@nestjs/common';
import { Acts } from './acts';
import { PostgresActs } from './acts.repository';

@Global()
@Module({ providers: [{ provide: Acts, useClass: PostgresActs }], exports: [Acts] })
export class ActsModule {}
