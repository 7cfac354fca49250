import type { CatalogueSource } from '@callbook/catalogue';
import type { CallFunctionAnswered, Event } from '@callbook/contracts';
import type { Message, Records } from '../transaction/records';
import { withBookings } from './bookings-of-call';
import { openCall } from './open-call';

/** Keeps what the agent was told to say: our own witness when somebody asks what the caller heard. */
export class RecordFunctionAnswer {
  constructor(
    private readonly records: Records,
    private readonly catalogue: CatalogueSource,
  ) {}

  async execute(event: Event<CallFunctionAnswered>, message: Message): Promise<void> {
    await this.records.once(message, async (tx) => {
      const call = await openCall(tx, event, event.data.call, this.catalogue.current());
      const { functionCallId, functionName, requestKey, status, say, delivered, answeredAt } = event.data;
      await tx.functionAnswers.add({
        messageId: event.id,
        company: event.company,
        callId: call.id,
        functionCallId,
        functionName,
        requestKey: requestKey ?? null,
        status,
        say,
        delivered,
        answeredAt: new Date(answeredAt),
      });
      await tx.calls.save(withBookings(call, await tx.calls.bookingsOf(call.id), new Date(event.time)));
    });
  }
}
