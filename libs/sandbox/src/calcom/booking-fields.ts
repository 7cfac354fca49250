import { type CalcomBookingField, type CalcomEventType } from '../seed/event-type';
import { fieldMissing, fieldOptionUnknown, fieldTypeWrong, phoneMissing } from './event-type-refusals';
import { type CreateBookingInput } from './input/create-booking.input';

/** The questions of an event type: what must be answered, and with what. */
export function checkBookingFields({ attendee, responses }: CreateBookingInput, eventType: CalcomEventType): void {
  if (eventType.phoneRequired && !attendee.phoneNumber) throw phoneMissing();
  for (const field of eventType.bookingFields ?? []) {
    const value = responses[field.slug];
    if (value === undefined) {
      if (field.required) throw fieldMissing(field.slug, eventType.id);
    } else {
      checkAnswer(field, value);
    }
  }
}

function checkAnswer({ slug, type, options = [] }: CalcomBookingField, value: unknown): void {
  const [expected, accepted] = type === 'select' ? ['string or number', ['string', 'number']] : own(type);
  if (!accepted.includes(typeof value)) throw fieldTypeWrong(slug, type, expected, value);
  if (type === 'select' && options.length > 0 && !options.includes(String(value))) {
    throw fieldOptionUnknown(slug, value, options);
  }
}

function own(type: 'text' | 'number' | 'boolean'): [string, string[]] {
  const expected = type === 'text' ? 'string' : type;
  return [expected, [expected]];
}
