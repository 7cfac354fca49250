import { CalendarEventTypes, type CalendarEventTypesReply } from '@callbook/contracts';
import { AnswerQuery } from '@callbook/messaging';
import { Controller } from '@nestjs/common';
import { ReadEventTypes } from './read-event-types';

@Controller()
export class CalendarEventTypesQuery {
  constructor(private readonly readEventTypes: ReadEventTypes) {}

  @AnswerQuery(CalendarEventTypes)
  handle(query: CalendarEventTypes): Promise<CalendarEventTypesReply> {
    return this.readEventTypes.execute(query);
  }
}
