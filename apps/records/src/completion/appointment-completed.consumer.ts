import { AppointmentCompleted, type Event } from '@callbook/contracts';
import { Consume } from '@callbook/messaging';
import { Outbox } from '@callbook/outbox';
import { Controller, Inject } from '@nestjs/common';
import { DataSource } from 'typeorm';

/**
 * The record hears its own word that an appointment is over: so one that is built anew, and whose clock finds what ended long
 * ago, does not say so a second time.
 */
@Controller()
export class AppointmentCompletedConsumer {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  /** No inbox: the outbox knows what was sent. Its copy says nothing of whom the appointment was with. */
  @Consume(AppointmentCompleted, { queue: 'records.appointment-completed' })
  handle(event: Event<AppointmentCompleted>): Promise<void> {
    return this.outbox.addSent(this.dataSource.manager, { ...event, correlationid: 'told before', data: {} });
  }
}
