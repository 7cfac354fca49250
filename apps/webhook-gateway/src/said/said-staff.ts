import type { Catalogue, Service, Staff } from '@callbook/catalogue';
import { foldedName } from '@callbook/contracts';
import { saidText } from './said-text';

/** Whom the caller wishes for; `person` is null when it does not matter, or when the catalogue cannot tell who there is. */
export type ReadStaff =
  | { readonly person: Staff | null; readonly asSaid: string | null }
  /** Nobody of that name performs the service, or more than one could be meant; these do perform it. */
  | { readonly problem: 'staff_unknown'; readonly performers: readonly Staff[] };

const anybody = new Set([
  ...['any', 'anyone', 'anybody', 'any staff', 'no preference', 'whoever', 'either', 'first available', 'no'],
  ...['egal', 'beliebig', 'irgendwer', 'irgendjemand', 'jeder', 'alle', 'nein', 'keine praeferenz', 'kein wunsch'],
]);

export function readStaff(said: unknown, service: Service, catalogue: Catalogue): ReadStaff {
  const asSaid = saidText(said);
  if (asSaid === null || anybody.has(foldedName(asSaid) ?? '')) return { person: null, asSaid: null };
  const performers = performersOf(service, catalogue);
  if (performers.length === 0) return { person: null, asSaid };
  const person = catalogue.findStaff(service.company, asSaid);
  const performs = person && performers.some(({ id }) => id === person.id);
  return performs ? { person, asSaid } : { problem: 'staff_unknown', performers };
}

/** Those of now, in the catalogue's order. */
function performersOf({ performers }: Service, catalogue: Catalogue): Staff[] {
  return performers.flatMap(({ staffId }) => catalogue.staff(staffId) ?? []).filter(({ active }) => active);
}
