import { CustomerOfNumber, type CustomerReply } from '@callbook/contracts';
import { AnswerQuery } from '@callbook/messaging';
import { Controller } from '@nestjs/common';
import { KnownCustomers } from './known-customers.repository';

@Controller()
export class CustomerOfNumberQuery {
  constructor(private readonly customers: KnownCustomers) {}

  @AnswerQuery(CustomerOfNumber)
  async handle(request: CustomerOfNumber): Promise<CustomerReply> {
    return { customer: await this.customers.find(request) };
  }
}
