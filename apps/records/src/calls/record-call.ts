import type { CatalogueSource } from '@callbook/catalogue';
import { CallAnalyzed, CallEnded, type CallStarted, type Event } from '@callbook/contracts';
import type { Clock } from '../clock/clock';
import { refuseImpossible } from '../facts/refuse-impossible';
import { retained } from '../privacy/retention/retained';
import { reachOf } from '../transaction/reach';
import type { Message, Records } from '../transaction/records';
import { withBookings } from './bookings-of-call';
import type { Call } from './call';
import { overSince, type ToldCall, withAnalysis, withEnd } from './call-merge';
import { openCall } from './open-call';

export type CallEvent = Event<CallStarted> | Event<CallEnded> | Event<CallAnalyzed>;

/** Writes what a message says about a call. Messages may come in any order, and any of them may be the first or missing. */
export class RecordCall {
  constructor(
    private readonly records: Records,
    private readonly catalogue: CatalogueSource,
    private readonly clock: Clock,
  ) {}

  async execute(event: CallEvent, message: Message): Promise<void> {
    refuseImpossible(event, this.catalogue.current());
    const reach = reachOf(event, this.catalogue.current());
    await this.records.once({ ...message, reach }, async (tx) => {
      const catalogue = this.catalogue.current();
      const facts = withFacts(await openCall(tx, event, event.data.call, catalogue), event);
      const { retention } = catalogue.company(event.company) ?? {};
      const told = retained(facts, retention, this.clock.now(), observedAt(event));
      const { call, transcript, recordingUrl } = told;
      await tx.calls.save(withBookings(call, await tx.calls.bookingsOf(call.id), new Date(event.time)));
      const of = {
        callId: call.id,
        company: call.company,
        observedAt: observedAt(event),
        recordedByMessage: event.id,
      };
      if (transcript !== null) await tx.callTexts.putTranscript({ ...of, transcript });
      if (recordingUrl !== null) await tx.callTexts.putRecording({ ...of, recordingUrl });
    });
  }
}

function withFacts(call: Call, event: CallEvent): ToldCall {
  const { data, time } = event;
  const over = () => overSince(call, new Date(time));
  if (data instanceof CallAnalyzed) return withAnalysis(over(), { ...data, observedAt: observedAt(event) });
  if (data instanceof CallEnded) return withEnd(over(), { end: data.end, observedAt: observedAt(event) });
  return { call, transcript: null, recordingUrl: null };
}

function observedAt({ data, time }: CallEvent): Date {
  return new Date(data instanceof CallAnalyzed ? data.observedAt : time);
}
