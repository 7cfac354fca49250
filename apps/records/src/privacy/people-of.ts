import { type Event, identitiesOf, type Identity } from '@callbook/contracts';
import { phoneNumber } from '../customers/phone-number';

/** Somebody an event is about. */
export interface ToldPerson extends Identity {
  readonly company: string;
}

/** Whom an event is about, so that it can be seen whether they were erased. */
export function peopleOf(event: Event<object>, country: string | undefined): ToldPerson[] {
  return identitiesOf(event, (text) => phoneNumber(text, country)).map((told) => ({ company: event.company, ...told }));
}
