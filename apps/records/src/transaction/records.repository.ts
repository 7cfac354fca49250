import type { Event } from '@callbook/contracts';
import { Inbox, Outbox } from '@callbook/outbox';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { PostgresAppointmentRows } from '../appointments/appointment.repository';
import { PostgresCallRows } from '../calls/call.repository';
import { PostgresFunctionAnswerRows } from '../calls/function-answer.repository';
import { PostgresCustomerRows } from '../customers/customer.repository';
import { PostgresMentionRows } from '../mentions/mention.repository';
import { PostgresOutcomeRows } from '../outcomes/outcome.repository';
import { PostgresOwedAnswerRows } from '../owed-answers/owed-answer.repository';
import { type Message, Records, type RecordsTransaction } from './records';

/** The record in PostgreSQL: rows, inbox and outbox in one transaction. */
@Injectable()
export class PostgresRecords extends Records {
  constructor(
    @Inject(Inbox) private readonly inbox: Inbox,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {
    super();
  }

  async once(message: Message, work: (tx: RecordsTransaction) => Promise<void>): Promise<void> {
    await this.inbox.once(message, (tx) => work(this.within(tx)));
  }

  private within(tx: EntityManager): RecordsTransaction {
    return {
      calls: new PostgresCallRows(tx),
      customers: new PostgresCustomerRows(tx),
      appointments: new PostgresAppointmentRows(tx),
      outcomes: new PostgresOutcomeRows(tx),
      functionAnswers: new PostgresFunctionAnswerRows(tx),
      owedAnswers: new PostgresOwedAnswerRows(tx),
      mentions: new PostgresMentionRows(tx),
      publish: (event: Event<object>) => this.outbox.add(tx, event),
    };
  }
}
