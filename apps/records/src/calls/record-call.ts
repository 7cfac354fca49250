import type { CatalogueSource } from '@callbook/catalogue';
import { CallAnalyzed, CallEnded, type CallStarted, type Event } from '@callbook/contracts';
import type { Message, Records } from '../transaction/records';
import { withBookings } from './bookings-of-call';
import type { Call } from './call';
import { withAnalysis, withEnd } from './call-merge';
import { openCall } from './open-call';

export type CallEvent = Event<CallStarted> | Event<CallEnded> | Event<CallAnalyzed>;

/** Writes what a message says about a call. Messages may come in any order, and any of them may be the first or missing. */
export class RecordCall {
  constructor(
    private readonly records: Records,
    private readonly catalogue: CatalogueSource,
  ) {}

  async execute(event: CallEvent, message: Message): Promise<void> {
    await this.records.once(message, async (tx) => {
      const call = withFacts(await openCall(tx, event, event.data.call, this.catalogue.current()), event);
      await tx.calls.save(withBookings(call, await tx.calls.bookingsOf(call.id), new Date(event.time)));
    });
  }
}

function withFacts(call: Call, { data }: CallEvent): Call {
  if (data instanceof CallAnalyzed) return withAnalysis(call, { ...data, observedAt: new Date(data.observedAt) });
  if (data instanceof CallEnded) return withEnd(call, data.end);
  return call;
}
