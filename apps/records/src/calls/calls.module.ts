import { CatalogueSource } from '@callbook/catalogue';
import { Module } from '@nestjs/common';
import { Records } from '../transaction/records';
import { CallsConsumer } from './calls.consumer';
import { FunctionAnswersConsumer } from './function-answers.consumer';
import { RecordCall } from './record-call';
import { RecordFunctionAnswer } from './record-function-answer';

@Module({
  controllers: [CallsConsumer, FunctionAnswersConsumer],
  providers: [
    {
      provide: RecordCall,
      inject: [Records, CatalogueSource],
      useFactory: (records: Records, catalogue: CatalogueSource) => new RecordCall(records, catalogue),
    },
    {
      provide: RecordFunctionAnswer,
      inject: [Records, CatalogueSource],
      useFactory: (records: Records, catalogue: CatalogueSource) => new RecordFunctionAnswer(records, catalogue),
    },
  ],
})
export class CallsModule {}
