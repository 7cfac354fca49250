import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import asyncApi3 from '@asyncapi/specs/schemas/3.0.0-without-$id.json';
import { eventContracts, publicContracts } from '@callbook/contracts';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { asyncApiYaml } from './asyncapi';

interface Document {
  readonly channels: Record<
    string,
    {
      readonly address: string;
      readonly messages: object;
      readonly bindings: { readonly amqp: { readonly exchange: { readonly name: string } } };
    }
  >;
  readonly components: {
    readonly messages: Record<
      string,
      { readonly payload: object; readonly examples: readonly { readonly payload: unknown }[] }
    >;
    readonly schemas: Record<string, unknown>;
  };
}

describe('docs/asyncapi.yaml', () => {
  const yaml = asyncApiYaml();
  const document = parse(yaml) as Document;
  const { channels, components } = document;
  const ofExchange = (exchange: string) =>
    Object.values(channels).filter(({ bindings }) => bindings.amqp.exchange.name === exchange);

  it('is what the contracts say: else run npm run write -w @callbook/asyncapi', () => {
    expect(readFileSync(resolve(__dirname, '../../../docs/asyncapi.yaml'), 'utf8')).toBe(yaml);
  });

  it('is AsyncAPI 3.0, by the schema of its makers', () => {
    const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
    addFormats(ajv);
    const validate = ajv.compile(asyncApi3);
    const problems = validate(document) ? [] : validate.errors;
    expect(problems).toEqual([]);
    expect(validate({ ...document, channels: { broken: { address: 1 } } })).toBe(false);
  });

  it('has every event, and those outside are told of those that are public', () => {
    const address = (type: string) => `${type}.{company}`;
    expect(ofExchange('callbook.events').map((one) => one.address)).toEqual(
      eventContracts.map(({ type }) => address(type)),
    );
    expect(ofExchange('callbook.public').map((one) => one.address)).toEqual(
      publicContracts.map(({ event }) => address(event.type)),
    );
  });

  it.each(Object.keys(components.messages))('has an example of %s that fulfils its own schema', (name) => {
    const { payload, examples } = components.messages[name]!;
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats(ajv);
    const validate = ajv.compile({ ...payload, components: { schemas: components.schemas } });
    for (const example of examples) {
      expect(validate(example.payload) ? [] : validate.errors).toEqual([]);
      expect(validate({ ...(example.payload as object), company: 'NOT A SLUG' })).toBe(false);
      expect(validate({ ...(example.payload as object), data: {} })).toBe(false);
    }
  });

  it('knows no uid in what those outside are told', () => {
    const publicMessages = publicContracts.map(({ event }) => components.messages[event.type]);
    expect(publicMessages).toHaveLength(ofExchange('callbook.public').length);
    expect(JSON.stringify(publicMessages)).not.toMatch(/"(calcomUid|rootUid|uid)"|sampleUid/);
    expect(JSON.stringify(components.schemas.PublicBooking)).not.toMatch(/"(calcomUid|rootUid|uid)"/);
  });
});
