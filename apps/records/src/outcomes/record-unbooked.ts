import type { CatalogueSource } from '@callbook/catalogue';
import { BookingFailed, type BookingUnresolved, type Event } from '@callbook/contracts';
import { withBookings } from '../calls/bookings-of-call';
import { openCall } from '../calls/open-call';
import type { Message, Records } from '../transaction/records';
import { type Outcome, settled } from './outcome';

/**
 * Keeps on the call why nothing was booked, with Cal.com's words whole, and answers whoever asks for the outcome.
 * A link the call has is not touched by it.
 */
export class RecordUnbooked {
  constructor(
    private readonly records: Records,
    private readonly catalogue: CatalogueSource,
  ) {}

  async execute(event: Event<BookingFailed> | Event<BookingUnresolved>, message: Message): Promise<void> {
    await this.records.once(message, async (tx) => {
      const call = await openCall(tx, event, event.data.call, this.catalogue.current());
      const told = outcomeOf(event, call.id);
      const { row: known } = await tx.outcomes.open(told);
      const outcome = settled(known, told);
      if (outcome !== known) await tx.outcomes.save(outcome);
      await tx.calls.save(withBookings(call, await tx.calls.bookingsOf(call.id), new Date(event.time)));
    });
  }
}

function outcomeOf(event: Event<BookingFailed> | Event<BookingUnresolved>, callId: string): Outcome {
  const { data } = event;
  return {
    requestId: data.requestId,
    company: event.company,
    requestKey: data.requestKey,
    round: data.round,
    callId,
    functionCallIds: data.functionCallIds,
    outcome: data instanceof BookingFailed ? 'failed' : 'unresolved',
    reason: data.reason,
    providerText: data.providerText ?? null,
    appointmentId: null,
    event: data,
    decidedAt: new Date(event.time),
  };
}
