import { type Order, type Place, placeOf } from '../pages/cursor';
import type { List, PageWanted } from '../pages/statement';
import {
  email,
  flag,
  instant,
  oneOf,
  type Parameter,
  personName,
  phone,
  reference,
  uuid,
  wholeNumber,
} from './parameter';
import { BadParameters, readParameters } from './read-parameters';

type Described = Parameter<unknown> & { readonly about: string };
export type Parameters = Readonly<Record<string, Described>>;

const described = (about: string, parameter: Parameter<unknown>): Described => ({ ...parameter, about });

const order: Parameter<Order> = oneOf('asc', 'desc');
const cursor: Parameter<string> = {
  expected: 'what `next` of the page before said, with the same order',
  schema: { type: 'string' },
  read: (text) => (/^[A-Za-z0-9_-]{1,400}$/.test(text) ? text : undefined),
};

/** Of every list. */
const paging: Parameters = {
  limit: described('How many at most.', wholeNumber(1, 200, 50)),
  cursor: described('Where to go on: `next` of the page before, everything else as there.', cursor),
  order: described(
    'By time for calls (their begin), appointments (their start) and customers (their making), else by key.',
    order,
  ),
};

const people: Parameters = {
  name: described("Beginning of the customer's name, or of several of its words; case does not matter.", personName),
  phone: described("The customer's telephone number.", phone),
  email: described("The customer's e-mail address; case does not matter.", email),
};

export const appointmentParameters: Parameters = {
  from: described('Starting then or later.', instant),
  to: described('Starting before then.', instant),
  status: described('Of that status.', oneOf('pending', 'confirmed', 'cancelled', 'rejected', 'completed', 'no_show')),
  linked: described('Whether linked to a call.', flag),
  staff: described('Served by that person.', uuid),
  service: described('Of that service.', uuid),
  customer: described('Of that customer.', uuid),
  call: described('Booked in that call.', uuid),
  reference: described('With that reference; case and dashes do not matter. Not unique.', reference),
  ...people,
  ...paging,
};

export const callParameters: Parameters = {
  from: described('Begun then or later.', instant),
  to: described('Begun before then.', instant),
  status: described('Of that status.', oneOf('started', 'ended', 'analyzed')),
  link: described('Of that link status.', oneOf('linked', 'not_applicable', 'pending', 'failed', 'unlinked')),
  staff: described('Whose appointment is served by that person.', uuid),
  customer: described('Of that customer.', uuid),
  appointment: described('Which booked that appointment: one call or none.', uuid),
  ...people,
  ...paging,
};

export const customerParameters: Parameters = { ...people, ...paging };
export const catalogueParameters: Parameters = {
  active: described('Whether still in the catalogue.', flag),
  ...paging,
};

/** @throws BadParameters */
export function pageWanted(
  list: List,
  parameters: Parameters,
  company: string,
  given: Readonly<Record<string, unknown>>,
): PageWanted {
  const { limit, cursor: after, order: said, ...filters } = readParameters(parameters, given);
  const sorted = (said as Order | undefined) ?? list.defaultOrder;
  const { from, to } = filters as { from?: Date; to?: Date };
  if (from && to && from >= to) throw wrong('to', 'a time after `from`');
  const wanted = { company, order: sorted, limit: (limit as number | undefined) ?? 50, filters };
  return after === undefined ? wanted : { ...wanted, after: placeAfter(list, sorted, after as string) };
}

function placeAfter(list: List, sorted: Order, after: string): Place {
  const place = placeOf(list.name, sorted, list.sortedBy.as, after);
  if (!place) throw wrong('cursor', cursor.expected);
  return place;
}

/** @throws BadParameters */
export function idWanted(id: string, given: Readonly<Record<string, unknown>>): string {
  readParameters({}, given);
  const read = uuid.read(id);
  if (read === undefined) throw wrong('id', uuid.expected);
  return read;
}

const wrong = (field: string, expected: string) =>
  new BadParameters([{ field, expected, next: 'Correct it, or leave it out.' }]);
