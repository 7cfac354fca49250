import { IsIn, IsISO8601, IsOptional, IsString, IsUUID, Matches, MaxLength, MinLength } from 'class-validator';
import { companySlug } from '../values/company-slug';
import { ContractViolation } from './contract-violation';
import type { EventClass } from './event-class';
import { storable } from './storable';
import { validated } from './validated';

/**
 * CloudEvents 1.0 attributes, structured mode (https://github.com/cloudevents/spec). `company`, `correlationid`,
 * `causationid` and `traceparent` are extension attributes, whose names may only be lower-case letters and digits.
 */
export class EventAttributes {
  @IsIn(['1.0'])
  specversion: '1.0';

  /** Also the AMQP message id. Derived where one fact can arrive twice, so that the inbox recognises the second. */
  @IsUUID()
  id: string;

  @Matches(/^\/callbook\/[a-z-]+$/)
  source: string;

  @Matches(/^[a-z]+\.[a-z-]+\.v\d+$/)
  type: string;

  /** What the event is about; facts of one subject are published in order. */
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  subject: string;

  @IsISO8601({ strict: true })
  time: string;

  @IsIn(['application/json'])
  datacontenttype: 'application/json';

  @Matches(companySlug)
  company: string;

  /** One phone call, or one change from outside, from end to end. */
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  correlationid: string;

  /** Id of the message that led to this one. */
  @IsOptional()
  @IsUUID()
  causationid?: string;

  /** W3C trace context. */
  @IsOptional()
  @IsString()
  traceparent?: string;
}

/** An event as it travels: CloudEvents attributes around the data of one contract. */
export type Event<T> = Readonly<EventAttributes> & { readonly data: T };

/** What the publisher adds to the data; the rest follows from the contract. */
export interface EventContext {
  readonly id: string;
  readonly company: string;
  readonly time: Date;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly traceparent?: string;
}

/**
 * Makes an event and checks it, so that nobody publishes what a consumer must refuse.
 * @throws ContractViolation
 */
export function createEvent<T extends object>(type: EventClass<T>, data: T, context: EventContext): Event<T> {
  return parseEvent(type, {
    specversion: '1.0',
    id: context.id,
    source: `/callbook/${type.publisher}`,
    type: type.type,
    subject: type.subjectOf(data),
    time: context.time.toISOString(),
    datacontenttype: 'application/json',
    company: context.company,
    correlationid: context.correlationId,
    ...(context.causationId && { causationid: context.causationId }),
    ...(context.traceparent && { traceparent: context.traceparent }),
    data,
  });
}

/**
 * Reads an event of any type from parsed JSON: its attributes are checked, its data is taken as it is. What no database can
 * store is replaced (`storable`).
 * @throws ContractViolation naming every wrong attribute
 */
export function parseAnyEvent(json: unknown): Event<unknown> {
  return { data: null, ...(validated(EventAttributes, 'event', storable(json)) as EventAttributes) };
}

/**
 * Reads an event of a known contract from parsed JSON. What no database can store is replaced (`storable`).
 * @throws ContractViolation naming every wrong field, those of the data as `data.…`
 */
export function parseEvent<T extends object>(type: EventClass<T>, json: unknown): Event<T> {
  const attributes = validated(EventAttributes, type.type, storable(json)) as EventAttributes & { data?: unknown };
  if (attributes.type !== type.type) {
    throw new ContractViolation(type.type, [{ field: 'type', expected: `must be ${type.type}` }]);
  }
  try {
    return { ...attributes, data: validated(type, type.type, attributes.data) };
  } catch (error) {
    if (!(error instanceof ContractViolation)) throw error;
    const inData = error.fields.map(({ field, expected }) => ({ field: `data.${field}`, expected }));
    throw new ContractViolation(type.type, inData);
  }
}
