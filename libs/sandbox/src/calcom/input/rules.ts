import { DateTime, IANAZone } from 'luxon';
import { isObject, type Rule } from './issues';

const rule =
  (holds: (value: unknown) => boolean, complaint: (property: string) => string): Rule =>
  (value, property) =>
    holds(value) ? undefined : complaint(property);

export const text = rule(
  (value) => typeof value === 'string',
  (property) => `${property} must be a string`,
);
export const integer = rule(Number.isInteger, (property) => `${property} must be an integer number`);
export const atLeast = (minimum: number): Rule =>
  rule(
    (value) => typeof value === 'number' && value >= minimum,
    (property) => `${property} must not be less than ${minimum}`,
  );
export const flag = rule(
  (value) => typeof value === 'boolean',
  (property) => `${property} must be a boolean value`,
);
export const object = rule(isObject, (property) => `${property} must be an object`);
export const list = (isItem: (item: unknown) => boolean, kind: string): Rule =>
  rule(
    (value) => Array.isArray(value) && value.every(isItem),
    (property) => `${property} must be an array of ${kind}`,
  );

export const isoDate = rule(
  (value) => typeof value === 'string' && DateTime.fromISO(value).isValid,
  (property) => `${property} must be a valid ISO 8601 date string`,
);
/** Asks for the zone itself, which is kept: a look at whether its name is valid costs more than a booking. */
export const timeZone = rule(
  (value) => typeof value === 'string' && IANAZone.create(value).isValid,
  (property) => `${property} must be a valid IANA time-zone`,
);

/** Empty strings pass both contact rules; that there is a contact at all is a rule of the attendee. */
export const email = rule(
  (value) => value === '' || (typeof value === 'string' && /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(value)),
  () => 'Invalid email format',
);

/** Stands in for the number plan check of libphonenumber: international, 8 to 15 digits. */
export const phoneNumber = rule(
  (value) => value === '' || (typeof value === 'string' && /^\+[1-9]\d{7,14}$/.test(value.replace(/[\s()./-]/g, ''))),
  () => 'Invalid phone number format. Please use international format.',
);

/** Two-letter codes with an optional region, for instance `de` or `pt-BR`; Cal.com has a list of about forty. */
export const language = rule(
  (value) => typeof value === 'string' && /^[a-z]{2}(-[A-Z]{2})?$/.test(value),
  (property) => `${property} must be one of the following values: en, es, fr, de, it, pt, pt-BR, nl, pl`,
);

/** At most 50 keys of 40 characters; values are numbers, booleans or strings of 500 characters, nothing nested. */
export const metadata = rule(
  (value) =>
    isObject(value) &&
    Object.keys(value).length <= 50 &&
    Object.entries(value).every(([key, item]) => key.length <= 40 && isMetadataValue(item)),
  (property) =>
    `${property} must be an object with up to 50 keys, each key name up to 40 characters, and values with a maximum length of 500 characters.`,
);

const isMetadataValue = (value: unknown): boolean =>
  typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value.length <= 500);
