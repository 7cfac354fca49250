import type { CatalogueSource } from '@callbook/catalogue';
import {
  AppointmentCancelled,
  AppointmentChanged,
  AppointmentRecorded,
  type AppointmentState,
  type BookingRequestJoined,
  type Event,
  type EventClass,
} from '@callbook/contracts';
import { RetryableError } from '@callbook/messaging/failure';
import { hasEnded } from '../appointments/appointment';
import { closeCall } from '../calls/close-call';
import { openCall } from '../calls/open-call';
import type { Clock } from '../clock/clock';
import { refuseImpossible } from '../facts/refuse-impossible';
import { followUp } from '../transaction/follow-up';
import { reachOf } from '../transaction/reach';
import type { Message, Records } from '../transaction/records';
import { type Outcome, withFunctionCalls } from './outcome';

/**
 * Lets an outcome that is known answer one more function call. An appointment is published again, naming it, for whoever
 * waits; any other outcome is there to be asked for. An outcome that is still on its way is waited for.
 */
export class JoinRequest {
  constructor(
    private readonly records: Records,
    private readonly catalogue: CatalogueSource,
    private readonly clock: Clock,
  ) {}

  async execute(event: Event<BookingRequestJoined>, message: Message): Promise<void> {
    const { call: identity, requestId, functionCallId } = event.data;
    refuseImpossible(event, this.catalogue.current());
    const reach = reachOf(event, this.catalogue.current());
    await this.records.once({ ...message, reach }, async (tx) => {
      const call = await openCall(tx, event, identity, this.catalogue.current());
      const known = await tx.outcomes.find(requestId);
      if (!known) throw new RetryableError('outcome_not_known', `request ${requestId} has no outcome yet`);
      const outcome = withFunctionCalls(known, [functionCallId]);
      if (outcome !== known) await tx.outcomes.save(outcome);
      const now = this.clock.now();
      await closeCall(tx, call, event, now);
      const news = outcome === known ? null : newsOf(outcome);
      if (news) await tx.publish(followUp(news.type, news.state, event, now));
    });
  }
}

/** The event that answers with an outcome; null where nothing is published for it. Nobody may say "booked" of what has ended. */
function newsOf({ outcome, event }: Outcome): { type: EventClass<AppointmentState>; state: AppointmentState } | null {
  const state = event as AppointmentState;
  if (outcome === 'changed') return { type: hasEnded(state) ? AppointmentCancelled : AppointmentChanged, state };
  return outcome === 'recorded' && !hasEnded(state) ? { type: AppointmentRecorded, state } : null;
}
