import { EraseCustomer, type EraseCustomerReply } from '@callbook/contracts';
import { AnswerQuery } from '@callbook/messaging';
import { Controller } from '@nestjs/common';
import { ErasureDesk } from './erasure-desk.repository';

@Controller()
export class EraseCustomerQuery {
  constructor(private readonly desk: ErasureDesk) {}

  @AnswerQuery(EraseCustomer)
  handle(request: EraseCustomer): Promise<EraseCustomerReply> {
    return this.desk.erase(request);
  }
}
