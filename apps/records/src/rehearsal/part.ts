import {
  AppointmentCompleted,
  CallOwedAnswerSettled,
  CustomerErased,
  type Event,
  type EventClass,
  type MessageToPredict,
  parseEvent,
  uuidForm,
} from '@callbook/contracts';
import { PermanentError } from '@callbook/messaging/failure';
import { type Handler, handlers } from './handlers';

/** A message that can be rehearsed, or why it cannot. */
export interface Part {
  readonly queue: string;
  readonly handler: Handler | undefined;
  readonly event: Event<object> | undefined;
  readonly eventId: string | null;
  readonly broken: unknown;
}

/** Their consumers do not work through the record's transaction, and are not rehearsed. To do it twice does no harm. */
export const notRehearsed: Readonly<Record<string, { readonly event: EventClass; readonly does: string }>> = {
  'records.customer-erased': { event: CustomerErased as EventClass, does: 'erases whatever is left of the person' },
  'records.appointment-completed': { event: AppointmentCompleted as EventClass, does: 'remembers that it was told' },
  'records.owed-answer-settled': {
    event: CallOwedAnswerSettled as EventClass,
    does: 'settles what a caller was owed, if it is open',
  },
};

export function partOf({ queue, body }: MessageToPredict): Part {
  const handler = handlers.get(queue);
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    const broken = new PermanentError('unreadable', 'the body is not JSON');
    return { queue, handler, event: undefined, eventId: null, broken };
  }
  const id = (json as { id?: unknown } | null)?.id;
  const eventId = typeof id === 'string' && uuidForm.test(id) ? id : null;
  const contract = handler?.event ?? notRehearsed[queue]?.event;
  if (!contract) {
    const broken = new PermanentError('unknown_queue', `records has no consumer ${queue}`);
    return { queue, handler, event: undefined, eventId, broken };
  }
  try {
    return { queue, handler, event: parseEvent(contract, json), eventId, broken: undefined };
  } catch (broken) {
    return { queue, handler, event: undefined, eventId, broken };
  }
}
