import { ContractViolation, type Event, publicCopy } from '@callbook/contracts';
import { ConsumeEveryEvent, EventPublisher, PermanentError } from '@callbook/messaging';
import { Controller } from '@nestjs/common';

/** Gives those outside their copy of what they may hear. A copy may come twice, under the same id; none is left out. */
@Controller()
export class PublicCopiesConsumer {
  constructor(private readonly publisher: EventPublisher) {}

  @ConsumeEveryEvent({ queue: 'ops.public-copies' })
  async handle(event: Event<unknown>): Promise<void> {
    const copy = copyOf(event);
    if (copy) await this.publisher.publishPublic(copy);
  }
}

function copyOf(event: Event<unknown>): Event<object> | undefined {
  try {
    return publicCopy(event);
  } catch (error) {
    if (!(error instanceof ContractViolation)) throw error;
    throw new PermanentError('invalid_contract', error.message);
  }
}
