import { Availability, type AvailabilityReply } from '@callbook/contracts';
import { AnswerQuery } from '@callbook/messaging';
import { Controller } from '@nestjs/common';
import { CheckAvailability } from './check-availability';

@Controller()
export class AvailabilityQuery {
  constructor(private readonly checkAvailability: CheckAvailability) {}

  @AnswerQuery(Availability)
  handle(query: Availability): Promise<AvailabilityReply> {
    return this.checkAvailability.execute(query);
  }
}
