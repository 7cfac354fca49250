import { AppointmentLinked, AppointmentNoted, AppointmentUnlinked, type Event } from '@callbook/contracts';
import { Consume, type Delivery } from '@callbook/messaging';
import { Controller } from '@nestjs/common';
import { DecideLink } from '../links/decide-link';
import { WriteNote } from '../notes/write-note';

/** Records' own events come back to it: known already where the act was done here, written where all events are replayed. */
@Controller()
export class AppointmentActsConsumer {
  constructor(
    private readonly decideLink: DecideLink,
    private readonly writeNote: WriteNote,
  ) {}

  @Consume(AppointmentLinked, { queue: 'records.appointment-linked' })
  linked(event: Event<AppointmentLinked>, { queue }: Delivery): Promise<void> {
    return this.decideLink.apply(event, { id: event.id, queue });
  }

  @Consume(AppointmentUnlinked, { queue: 'records.appointment-unlinked' })
  unlinked(event: Event<AppointmentUnlinked>, { queue }: Delivery): Promise<void> {
    return this.decideLink.apply(event, { id: event.id, queue });
  }

  @Consume(AppointmentNoted, { queue: 'records.appointment-noted' })
  noted(event: Event<AppointmentNoted>, { queue }: Delivery): Promise<void> {
    return this.writeNote.apply(event, { id: event.id, queue });
  }
}
