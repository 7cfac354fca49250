import { CatalogueSource } from '@callbook/catalogue';
import { Module } from '@nestjs/common';
import { Clock } from '../clock/clock';
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
      inject: [Records, CatalogueSource, Clock],
      useFactory: (records: Records, catalogue: CatalogueSource, clock: Clock) =>
        new RecordCall(records, catalogue, clock),
    },
    {
      provide: RecordFunctionAnswer,
      inject: [Records, CatalogueSource, Clock],
      useFactory: (records: Records, catalogue: CatalogueSource, clock: Clock) =>
        new RecordFunctionAnswer(records, catalogue, clock),
    },
  ],
})
export class CallsModule {}
