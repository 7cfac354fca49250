import {
  type CustomerActReply,
  type CustomersAtDeskReply,
  MergeCustomers,
  ShowCustomers,
  UnmergeCustomer,
} from '@callbook/contracts';
import { AnswerQuery } from '@callbook/messaging';
import { Controller } from '@nestjs/common';
import { CustomerDesk } from './customer-desk.repository';
import { MergeTwoCustomers } from './merge-customers';

@Controller()
export class CustomerActsQuery {
  constructor(
    private readonly mergeTwoCustomers: MergeTwoCustomers,
    private readonly desk: CustomerDesk,
  ) {}

  @AnswerQuery(ShowCustomers)
  async show(request: ShowCustomers): Promise<CustomersAtDeskReply> {
    return { customers: await this.desk.find(request) };
  }

  @AnswerQuery(MergeCustomers)
  merge(request: MergeCustomers): Promise<CustomerActReply> {
    return this.act(request);
  }

  @AnswerQuery(UnmergeCustomer)
  unmerge(request: UnmergeCustomer): Promise<CustomerActReply> {
    return this.act(request);
  }

  private async act(request: MergeCustomers | UnmergeCustomer): Promise<CustomerActReply> {
    const outcome = await this.mergeTwoCustomers.perform(request);
    const customer = await this.desk.byId(request.customerId);
    if (outcome.result === 'refused') {
      const into = request instanceof MergeCustomers ? await this.desk.byId(request.intoId) : null;
      return { result: 'refused', refusal: outcome.refusal, customer, into, movedCalls: 0, movedAppointments: 0 };
    }
    const { result, intoId, moved } = outcome;
    const into = intoId === null ? null : await this.desk.byId(intoId);
    return {
      result,
      refusal: null,
      customer,
      into,
      movedCalls: moved.calls,
      movedAppointments: moved.appointments,
    };
  }
}
