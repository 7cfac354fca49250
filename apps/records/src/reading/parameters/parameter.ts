import { uuidForm } from '@callbook/contracts';
import { DateTime } from 'luxon';
import { foldedReference } from '../../appointments/reference';
import { phoneNumber } from '../../customers/phone-number';

/** What one parameter of a request may say. */
export interface Parameter<T> {
  /** In words, for whoever said something else. */
  readonly expected: string;
  /** As OpenAPI has it. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** Undefined: not that. */
  read(text: string): T | undefined;
}

const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$/;
const emailForm = /^[^\s@]{1,64}@[^\s@]{1,255}$/;
const control = /\p{Cc}/u;

export const uuid: Parameter<string> = {
  expected: 'a UUID',
  schema: { type: 'string', format: 'uuid' },
  read: (text) => (uuidForm.test(text) ? text.toLowerCase() : undefined),
};

/** To the millisecond; 30 February is none. */
export const instant: Parameter<Date> = {
  expected:
    'a time with its offset, such as 2026-11-24T10:00:00Z or 2026-11-24T11:00:00%2B01:00 (a + in a URL is a space)',
  schema: { type: 'string', format: 'date-time' },
  read: (text) => {
    const at = instantForm.test(text) ? DateTime.fromISO(text) : undefined;
    return at?.isValid ? at.toJSDate() : undefined;
  },
};

export const flag: Parameter<boolean> = {
  expected: 'true or false',
  schema: { type: 'boolean' },
  read: (text) => (text === 'true' ? true : text === 'false' ? false : undefined),
};

export function oneOf<T extends string>(...allowed: readonly T[]): Parameter<T> {
  return {
    expected: `one of ${allowed.join(', ')}`,
    schema: { type: 'string', enum: allowed },
    read: (text) => allowed.find((each) => each === text),
  };
}

export function wholeNumber(least: number, most: number, usual: number): Parameter<number> {
  return {
    expected: `a whole number from ${least} to ${most}`,
    schema: { type: 'integer', minimum: least, maximum: most, default: usual },
    read: (text) => {
      const number = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
      return number >= least && number <= most ? number : undefined;
    },
  };
}

/** E.164, whole. */
export const phone: Parameter<string> = {
  expected: 'a telephone number with its country, such as %2B4915112345678 (a + in a URL is a space)',
  schema: { type: 'string', example: '+4915112345678' },
  read: (text) => phoneNumber(text) ?? undefined,
};

/** Whole; case does not matter. */
export const email: Parameter<string> = {
  expected: 'a whole e-mail address',
  schema: { type: 'string', format: 'email' },
  read: (text) => (emailForm.test(text) && !control.test(text) ? text.toLowerCase() : undefined),
};

/** Beginnings of words. */
export const personName: Parameter<string> = {
  expected:
    'the beginning of a name or of several of its words, 2 to 100 characters with a word of at least 2 among them',
  schema: { type: 'string', minLength: 2, maxLength: 100 },
  read: (text) => (text.length <= 100 && !control.test(text) && /[\p{L}\p{N}]{2}/u.test(text) ? text : undefined),
};

/** Without case, spaces and dashes. */
export const reference: Parameter<string> = {
  expected: 'a reference such as LIND-4M7K',
  schema: { type: 'string', example: 'LIND-4M7K' },
  read: (text) => (text.length <= 40 ? (foldedReference(text) ?? undefined) : undefined),
};
