import { ExportCustomer, type ExportCustomerReply } from '@callbook/contracts';
import { AnswerQuery } from '@callbook/messaging';
import { Controller } from '@nestjs/common';
import { ExportDesk } from './export-desk.repository';

@Controller()
export class ExportCustomerQuery {
  constructor(private readonly desk: ExportDesk) {}

  @AnswerQuery(ExportCustomer)
  handle(request: ExportCustomer): Promise<ExportCustomerReply> {
    return this.desk.export(request);
  }
}
