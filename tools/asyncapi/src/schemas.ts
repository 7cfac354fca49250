import { getMetadataStorage } from 'class-validator';
import { nestedClass } from '@callbook/contracts';
import type { SourceClass } from './source-comments';

type Class = new () => object;
export type Schema = Readonly<Record<string, unknown>>;
type Metadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

/** What each decorator of the contracts says, in JSON Schema. */
const decorators: Readonly<Record<string, (constraints: readonly never[]) => Schema>> = {
  isString: () => ({ type: 'string' }),
  isUuid: () => ({ type: 'string', format: 'uuid' }),
  isIso8601: () => ({ type: 'string', format: 'date-time' }),
  isTimeZone: () => ({ type: 'string', examples: ['Europe/Berlin'] }),
  isBoolean: () => ({ type: 'boolean' }),
  isInt: () => ({ type: 'integer' }),
  isNumber: () => ({ type: 'number' }),
  isPositive: () => ({ exclusiveMinimum: 0 }),
  isObject: () => ({ type: 'object' }),
  isIn: ([values]) => ({ enum: [...(values as readonly unknown[])] }),
  min: ([minimum]) => ({ minimum }),
  max: ([maximum]) => ({ maximum }),
  minLength: ([minLength]) => ({ minLength }),
  maxLength: ([maxLength]) => ({ maxLength }),
  matches: ([pattern]) => ({ type: 'string', pattern: (pattern as RegExp).source }),
  arrayMaxSize: ([maxItems]) => ({ maxItems }),
};

/** JSON schemas made from the decorators of contract classes, each class once, by its name. */
export class Schemas {
  readonly all: Record<string, Schema> = {};

  /** @param sources comments and types, by class */
  constructor(private readonly sources: ReadonlyMap<string, SourceClass>) {}

  /**
   * A reference to the schema of a class; one that adds nothing to another refers to that one.
   * @throws Error naming a decorator or class that is not known here: nothing is left out in silence
   */
  referTo(type: Class): Schema {
    const parent = Object.getPrototypeOf(type) as Class;
    if (parent.name && this.sourceOf(type).properties.size === 0) return this.referTo(parent);
    if (!this.all[type.name]) {
      this.all[type.name] = {}; // a class may lead back to itself
      this.all[type.name] = this.schemaOf(type);
    }
    return { $ref: `#/components/schemas/${type.name}` };
  }

  private schemaOf(type: Class): Schema {
    const metadata = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
    const names = this.propertyNames(type);
    const properties = names.map((name) => [
      name,
      this.propertyOf(
        type,
        name,
        metadata.filter(({ propertyName }) => propertyName === name),
      ),
    ]);
    const { text } = this.sourceOf(type);
    return {
      ...(text && { description: text }),
      type: 'object',
      required: names.filter((name) => !this.propertySource(type, name).isOptional),
      properties: Object.fromEntries(properties) as Schema,
    };
  }

  /** As written, those of the class it extends first. */
  private propertyNames(type: Class): string[] {
    const parent = Object.getPrototypeOf(type) as Class;
    const inherited = parent.name ? this.propertyNames(parent) : [];
    return [...new Set([...inherited, ...this.sourceOf(type).properties.keys()])];
  }

  private propertyOf(type: Class, name: string, metadata: readonly Metadata[]): Schema {
    const { text, isNullable } = this.propertySource(type, name);
    if (metadata.length === 0) throw new Error(`${type.name}.${name} has no decorator`);
    const nested = nestedClass(type, name);
    const each = metadata.some((one) => one.each) || metadata.some(isListOfNested);
    // Whatever `@ValidateIf` lets through is of the same type, but need not fulfil the rest.
    const isConditional = metadata.some((one) => one.type === 'conditionalValidation' && one.name !== 'isOptional');
    const checks = metadata.filter((one) => one.type === 'customValidation');
    const item: Schema = nested
      ? this.referTo(nested)
      : isConditional
        ? { type: 'string' }
        : Object.assign({}, ...checks.filter((one) => each === one.each).map(schemaOfCheck));
    const whole = Object.assign({}, ...checks.filter((one) => each && !one.each).map(schemaOfCheck)) as Schema;
    const schema = each ? { type: 'array', items: item, ...whole } : item;
    return { ...(text && { description: text }), ...(isNullable ? orNull(schema) : wrapped(schema)) };
  }

  private sourceOf(type: Class): SourceClass {
    const source = this.sources.get(type.name);
    if (!source) throw new Error(`the source of ${type.name} was not found`);
    return source;
  }

  private propertySource(type: Class, name: string) {
    for (let owner = type; owner.name; owner = Object.getPrototypeOf(owner) as Class) {
      const found = this.sourceOf(owner).properties.get(name);
      if (found) return found;
    }
    throw new Error(`${type.name} has no ${name}`);
  }
}

const isListOfNested = ({ type, each }: Metadata): boolean => type === 'nestedValidation' && each;

function schemaOfCheck({ name, constraints }: Metadata): Schema {
  const known = decorators[name ?? ''];
  if (!known) throw new Error(`no JSON schema is known for the decorator ${name}`);
  return known((constraints as unknown as readonly never[] | undefined) ?? []);
}

/** Beside a reference other keywords would be ignored. */
function wrapped(schema: Schema): Schema {
  return '$ref' in schema ? { allOf: [schema] } : schema;
}

function orNull(schema: Schema): Schema {
  if ('$ref' in schema) return { oneOf: [schema, { type: 'null' }] };
  if (Array.isArray(schema.enum)) return { ...schema, enum: [...(schema.enum as unknown[]), null] };
  return { ...schema, type: [schema.type, 'null'] };
}
