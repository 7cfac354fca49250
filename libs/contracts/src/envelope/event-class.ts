/** The processes that publish events. */
export type Publisher = 'webhook-gateway' | 'booking' | 'records' | 'ops';

/**
 * A contract: the class describes and validates the data, its static side says how the event travels.
 * A breaking change is a new class with the next version, beside the old one.
 */
export interface EventClass<T extends object = object> {
  new (): T;
  /** `<subject>.<past-tense>.v<version>`, for instance `booking.created.v1`. */
  readonly type: `${string}.${string}.v${number}`;
  readonly publisher: Publisher;
  /** Queues that must be bound before anything is published. Empty: publishing without a listener is all right. */
  readonly consumers: readonly string[];
  /** What the event is about; order is kept among events of one subject. */
  subjectOf(data: T): string;
}
