import { type Metadata } from '../booking';
import { invalidFields } from '../refusals';
import { checkFields, type Field, isObject } from './issues';
import * as rules from './rules';

/** What the sandbox needs of the 2024-04-15 body. */
export interface CreateOldBookingInput {
  start: string;
  end?: string;
  eventTypeId: number;
  timeZone: string;
  language: string;
  metadata: Metadata;
  responses: { name: string; email: string };
}

const fields: Record<string, Field> = {
  start: { rules: [rules.isoDate] },
  end: { optional: true, rules: [rules.isoDate] },
  eventTypeId: { rules: [rules.integer] },
  timeZone: { rules: [rules.timeZone] },
  language: { rules: [rules.text] },
  metadata: { rules: [rules.object] },
  responses: { rules: [rules.object] },
};

/** Unknown properties are dropped here, not refused as in the later versions. */
export function parseCreateOldBooking(body: unknown): CreateOldBookingInput {
  const given = isObject(body) ? body : {};
  const known = Object.fromEntries(Object.entries(given).filter(([name]) => Object.hasOwn(fields, name)));
  const errors = checkFields(known, fields);
  const responses = isObject(given.responses) ? given.responses : {};
  if (typeof responses.name !== 'string' || !responses.name.trim()) {
    errors.push({ property: 'responses', constraints: ['Name must be a non-empty string'] });
  }
  if (rules.email(responses.email, 'email')) {
    errors.push({ property: 'responses', constraints: ['Invalid response email'] });
  }
  if (errors.length > 0) throw invalidFields(errors);
  return known as unknown as CreateOldBookingInput;
}
