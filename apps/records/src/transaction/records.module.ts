import { Global, Module } from '@nestjs/common';
import { Records } from './records';
import { PostgresRecords } from './records.repository';

@Global()
@Module({ providers: [{ provide: Records, useClass: PostgresRecords }], exports: [Records] })
export class RecordsTransactionModule {}
