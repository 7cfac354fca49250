import type { CatalogueSource } from '@callbook/catalogue';
import { BookingAskedBack, BookingFailed, type BookingUnresolved, type Event } from '@callbook/contracts';
import { closeCall } from '../calls/close-call';
import { openCall } from '../calls/open-call';
import type { Clock } from '../clock/clock';
import { refuseImpossible } from '../facts/refuse-impossible';
import { reachOf } from '../transaction/reach';
import type { Message, Records } from '../transaction/records';
import { keepOutcome } from './keep-outcome';
import type { Outcome } from './outcome';

export type Unbooked = Event<BookingFailed> | Event<BookingUnresolved> | Event<BookingAskedBack>;

/**
 * Answers whoever asks for the outcome with why nothing was booked, moved or cancelled, Cal.com's words whole. Why nothing
 * was booked is also kept on the call; a change that failed leaves the call as it was. A link is not touched by either.
 */
export class RecordUnbooked {
  constructor(
    private readonly records: Records,
    private readonly catalogue: CatalogueSource,
    private readonly clock: Clock,
  ) {}

  async execute(event: Unbooked, message: Message): Promise<void> {
    refuseImpossible(event, this.catalogue.current());
    const reach = reachOf(event, this.catalogue.current());
    await this.records.once({ ...message, reach }, async (tx) => {
      const call = await openCall(tx, event, event.data.call, this.catalogue.current());
      await keepOutcome(tx, outcomeOf(event, call.id));
      await closeCall(tx, call, event, this.clock.now());
    });
  }
}

function outcomeOf({ company, data, time }: Unbooked, callId: string): Outcome {
  const told = {
    company,
    requestKey: data.requestKey,
    callId,
    appointmentId: null,
    event: data,
    decidedAt: new Date(time),
  };
  if (data instanceof BookingAskedBack)
    return {
      ...told,
      requestId: data.functionCallId,
      operation: 'book',
      round: null,
      functionCallIds: [data.functionCallId],
      outcome: 'asked_back',
      reason: data.question,
      providerText: null,
    };
  return {
    ...told,
    requestId: data.requestId,
    operation: data.operation,
    round: data.round,
    functionCallIds: data.functionCallIds,
    outcome: data instanceof BookingFailed ? 'failed' : 'unresolved',
    reason: data.reason,
    providerText: data.providerText ?? null,
  };
}
