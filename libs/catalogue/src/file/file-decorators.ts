import { plainToInstance, Transform } from 'class-transformer';
import { IsOptional, Matches, ValidateBy, ValidateNested } from 'class-validator';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { secretReference } from '../secrets/secret-reference';
import { parseDay } from './opening-hours';
import { parsePrice } from './price';

/** Entries under keys of the author's choice. An entry without content (`anna:`) is an empty one. */
export function Keyed<T extends object>(type: () => new () => T, key = /^[a-z0-9][a-z0-9-]{0,39}$/): PropertyDecorator {
  return all(
    Transform(({ value }: { value: unknown }) => asMap(type(), value)),
    check('isKeyed', (value) => value instanceof Map, 'is missing or does not map keys to entries'),
    check(
      'hasGoodKeys',
      (value) => !(value instanceof Map) || [...value.keys()].every((name) => key.test(String(name))),
      'keys are lower-case letters, digits and hyphens, 40 at most',
    ),
    ValidateNested({ message: 'must have fields below it' }),
  );
}

/** One object of known fields. */
export function Fields<T extends object>(type: () => new () => T): PropertyDecorator {
  return all(
    Transform(({ value }: { value: unknown }) => (isObject(value) ? plainToInstance(type(), value) : value)),
    check('isFields', isObject, 'is missing or has no fields below it'),
    ValidateNested(),
  );
}

/** A list of objects of known fields. */
export function FieldsList<T extends object>(type: () => new () => T): PropertyDecorator {
  return all(
    Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? plainToInstance(type(), value) : value)),
    check(
      'isFieldsList',
      (value) => Array.isArray(value) && value.every(isObject),
      'must be a list of entries with fields',
    ),
    ValidateNested(),
  );
}

export const IsText = (): PropertyDecorator =>
  check('isText', (value) => typeof value === 'string' && value.trim() !== '', 'must be text');

export const IsTextList = (): PropertyDecorator =>
  check(
    'isTextList',
    (value) => Array.isArray(value) && value.every((item) => typeof item === 'string' && item.trim() !== ''),
    'must be a list of texts',
  );

/** Cal.com's ids are positive integers. */
export const IsCalcomId = (): PropertyDecorator =>
  check(
    'isCalcomId',
    (value) => Number.isInteger(value) && Number(value) > 0,
    "must be the number that Cal.com's address bar shows",
  );

export const IsMinutes = (): PropertyDecorator =>
  check(
    'isMinutes',
    (value) => Number.isInteger(value) && Number(value) > 0 && Number(value) <= 24 * 60,
    'must be whole minutes, at least 1',
  );

export const mostDays = 36_500;

export const IsDays = (): PropertyDecorator =>
  check(
    'isDays',
    (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= mostDays,
    `must be whole days, 0 to ${mostDays}`,
  );

export const IsPrice = (): PropertyDecorator =>
  check(
    'isPrice',
    (value) => typeof value === 'string' && parsePrice(value) !== undefined,
    'must be an amount and a currency, such as 32.00 EUR',
  );

export const IsPhoneNumbers = (): PropertyDecorator =>
  check(
    'isPhoneNumbers',
    (value) => Array.isArray(value) && value.every((item) => typeof item === 'string' && internationalNumber(item)),
    "must be a list of international numbers in quotes, such as '+49 30 12345670'",
  );

/** E.164; undefined when the text is no valid international number. */
export function internationalNumber(text: string): string | undefined {
  const parsed = parsePhoneNumberFromString(text);
  return parsed?.isPossible() ? parsed.number : undefined;
}

/** The message never repeats the value: it may be the secret that must not stand there. */
const secretMessage =
  'must be a reference such as env:NAME or file:/PATH; a secret itself never stands in the catalogue';

export const IsSecretReference = (): PropertyDecorator => Matches(secretReference, { message: secretMessage });

export const IsSecretReferences = (): PropertyDecorator =>
  check(
    'isSecretReferences',
    (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      value.every((item) => typeof item === 'string' && secretReference.test(item)),
    `each ${secretMessage}`,
  );

/** May be left out (the day is closed). */
export const IsDay = (): PropertyDecorator =>
  all(
    IsOptional(),
    check(
      'isDay',
      (value) => parseDay(value) !== undefined,
      'must be 09:00-18:30, or a list of such spans that do not overlap',
    ),
  );

function check(name: string, validate: (value: unknown) => boolean, message: string): PropertyDecorator {
  return ValidateBy({ name, validator: { validate } }, { message });
}

/** A section without entries (`staff:`) is an empty one. */
function asMap<T extends object>(type: new () => T, value: unknown): unknown {
  if (value === null) return new Map();
  if (!isObject(value)) return value;
  return new Map(Object.entries(value).map(([key, entry]) => [key, plainToInstance(type, entry ?? {})]));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function all(...decorators: PropertyDecorator[]): PropertyDecorator {
  return (target, property) => decorators.forEach((decorate) => decorate(target, property));
}
