import type { Catalogue } from '@callbook/catalogue';
import type { Event } from '@callbook/contracts';
import { PermanentError } from '@callbook/messaging/failure';
import { impossibleFields } from './impossible';

/**
 * Lets through only what can be recorded. The rest goes to the dead letters with every wrong field named: whoever published
 * it has to look, and trying again cannot help.
 * @throws PermanentError `unknown_company` or `impossible_fact`
 */
export function refuseImpossible(event: Event<object>, catalogue: Pick<Catalogue, 'company'>): void {
  if (!catalogue.company(event.company)) {
    throw new PermanentError('unknown_company', `${event.type}: company: the catalogue has none with this slug`);
  }
  const fields = impossibleFields(event);
  if (fields.length === 0) return;
  const told = fields.map(({ field, expected }) => `${field}: ${expected}`).join('; ');
  throw new PermanentError('impossible_fact', `${event.type}: ${told}`);
}
