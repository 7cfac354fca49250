import { resolve } from 'node:path';
import {
  createEvent,
  derivedId,
  type Event,
  type EventClass,
  EventAttributes,
  eventContracts,
  PublicAttributes,
  publicContracts,
  publicCopy,
  sampleCompany,
  sampleOf,
} from '@callbook/contracts';
import { stringify } from 'yaml';
import { type Schema, Schemas } from './schemas';
import { sourceClasses } from './source-comments';

const contractSources = resolve(__dirname, '../../../libs/contracts/src');

const description = `What happens to calls, bookings and appointments, as events on RabbitMQ: CloudEvents 1.0 in structured mode.
Programs outside connect with a user made by \`callbook subscribers add\` and bind queues of their own to \`callbook.public\`;
how, is in docs/subscribing.md. The channels \`inside.…\` are what Callbook's own processes say to each other on \`callbook.events\`:
they carry uids, with which a booking can be cancelled, and are not for anybody else.
A breaking change is a new version of an event beside the old one. Fields may be added at any time: ignore what you do not know.`;

/** One event as one of the two exchanges carries it. */
interface Told {
  readonly event: EventClass;
  readonly isPublic: boolean;
  readonly data: new () => object;
  readonly example: Event<object>;
}

/** Every event there is, as AsyncAPI 3.0, made from the contracts, their comments and their samples. */
export function asyncApiDocument(): object {
  const schemas = new Schemas(sourceClasses(contractSources));
  const told: Told[] = [
    ...publicContracts.map(({ event, data }) => ({
      event,
      data,
      isPublic: true,
      example: publicCopy(exampleOf(event))!,
    })),
    ...eventContracts.map((event) => ({ event, data: event, isPublic: false, example: exampleOf(event) })),
  ];
  const sources = sourceClasses(contractSources);
  const table = <T>(entry: (one: Told) => T) => Object.fromEntries(told.map((one) => [keyOf(one), entry(one)]));
  const messages = table((one) => messageOf(one, schemas, sources.get(one.event.name)?.text ?? ''));
  return {
    asyncapi: '3.0.0',
    info: { title: 'Callbook events', version: '1.0.0', description: description.replaceAll('\n', ' ') },
    defaultContentType: 'application/cloudevents+json',
    channels: table(channelOf),
    operations: table((one) => ({
      action: 'send',
      channel: { $ref: `#/channels/${keyOf(one)}` },
      messages: [{ $ref: `#/channels/${keyOf(one)}/messages/${one.event.type}` }],
    })),
    components: {
      messages,
      schemas: {
        Envelope: envelopeOf(schemas, EventAttributes),
        PublicEnvelope: envelopeOf(schemas, PublicAttributes),
        ...withoutEnvelopes(schemas.all),
      },
    },
  };
}

export function asyncApiYaml(): string {
  return stringify(asyncApiDocument(), { lineWidth: 0, aliasDuplicateObjects: false, singleQuote: true });
}

const keyOf = ({ event, isPublic }: Told): string => (isPublic ? event.type : `inside.${event.type}`);

function channelOf({ event, isPublic, ...rest }: Told): object {
  const exchange = isPublic ? 'callbook.public' : 'callbook.events';
  return {
    address: `${event.type}.{company}`,
    title: isPublic ? `${event.type}, for subscribers outside` : `${event.type}, between Callbook's own processes`,
    description: isPublic
      ? `Bind a queue of your own to ${exchange} with ${event.type}.COMPANY.`
      : `Published by ${event.publisher}; obligatory consumers: ${event.consumers.join(', ') || 'none'}.`,
    parameters: {
      company: {
        description: 'The company whose booking it is, as the catalogue spells it.',
        examples: [sampleCompany],
      },
    },
    messages: { [event.type]: { $ref: `#/components/messages/${keyOf({ event, isPublic, ...rest })}` } },
    bindings: {
      amqp: {
        is: 'routingKey',
        exchange: { name: exchange, type: 'topic', durable: true, autoDelete: false, vhost: '/' },
        bindingVersion: '0.3.0',
      },
    },
    ...(!isPublic && { 'x-consumers': [...event.consumers] }),
  };
}

function messageOf({ event, isPublic, data, example }: Told, schemas: Schemas, text: string): object {
  const envelope = { $ref: `#/components/schemas/${isPublic ? 'PublicEnvelope' : 'Envelope'}` };
  const own = {
    type: { const: event.type },
    source: { const: `/callbook/${event.publisher}` },
    data: schemas.referTo(data),
  };
  return {
    name: event.type,
    title: event.name.replace(/(?<!^)([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`),
    summary: text,
    contentType: 'application/cloudevents+json',
    correlationId: { location: '$message.payload#/correlationid' },
    payload: { allOf: [envelope, { type: 'object', required: ['data'], properties: own }] },
    examples: [{ name: 'sample', payload: example }],
  };
}

function envelopeOf(schemas: Schemas, type: new () => object): Schema {
  schemas.referTo(type);
  return schemas.all[type.name]!;
}

function withoutEnvelopes(all: Readonly<Record<string, Schema>>): Record<string, Schema> {
  const entries = Object.entries(all).filter(([name]) => ![EventAttributes.name, PublicAttributes.name].includes(name));
  return Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b, 'en')));
}

/** The sample of a contract, as it would travel. */
function exampleOf(event: EventClass): Event<object> {
  return createEvent(event, sampleOf(event), {
    id: derivedId('asyncapi', event.type),
    company: sampleCompany,
    time: new Date('2026-11-21T10:00:41.000Z'),
    correlationId: 'call_sample00000000000000000001',
  });
}
