import type { CatalogueSource } from '@callbook/catalogue';
import type { CallFunctionAnswered, Event } from '@callbook/contracts';
import type { Clock } from '../clock/clock';
import { refuseImpossible } from '../facts/refuse-impossible';
import { reachOf } from '../transaction/reach';
import type { Message, Records } from '../transaction/records';
import { closeCall } from './close-call';
import { openCall } from './open-call';

/** Keeps what the agent was told to say: our own witness of what the caller heard, and so of what the caller is still owed. */
export class RecordFunctionAnswer {
  constructor(
    private readonly records: Records,
    private readonly catalogue: CatalogueSource,
    private readonly clock: Clock,
  ) {}

  async execute(event: Event<CallFunctionAnswered>, message: Message): Promise<void> {
    refuseImpossible(event, this.catalogue.current());
    const reach = reachOf(event, this.catalogue.current());
    await this.records.once({ ...message, reach }, async (tx) => {
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
      await closeCall(tx, call, event, this.clock.now());
    });
  }
}
