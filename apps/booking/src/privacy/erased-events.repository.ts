import { type Event, identitiesOf } from '@callbook/contracts';
import type { ErasedPeople } from '@callbook/database';
import { counter } from '@callbook/observability';
import type { EntityManager } from 'typeorm';

const dropped = counter({
  name: 'callbook_erased_people_told_of_total',
  help: 'Requests, hints and readings about people who were erased: acknowledged and not stored, by company',
  labelNames: ['company'],
});

/** Written in E.164 they are already, but for signs that people put between the digits. */
const toE164 = (text: string): string | null => {
  const digits = text.replaceAll(/[\s()./-]/g, '');
  return /^\+\d{3,15}$/.test(digits) ? digits : null;
};

/**
 * Whether an event, or a reading given as one, is about somebody who was erased. Until the transaction ends nobody of the
 * company is erased.
 */
export async function isOfErasedPerson(
  tx: Pick<EntityManager, 'query'>,
  erased: ErasedPeople,
  event: Pick<Event<object>, 'company' | 'data' | 'time'>,
): Promise<boolean> {
  const { company } = event;
  const told = identitiesOf(event, toE164).map((one) => ({ company, ...one }));
  const known = await erased.among(tx, told);
  if (known.size > 0) dropped.inc({ company });
  return known.size > 0;
}
