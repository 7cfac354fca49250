import { type BrokenField, ContractViolation, type EventClass, eventContracts, parseEvent } from '@callbook/contracts';

/**
 * What is wrong with this body as a message of this queue: the fields of its contract, a type its consumer does not take, an
 * id that is another message's. Empty when nothing is.
 */
export function brokenFieldsOf(
  json: unknown,
  { queue, messageId }: { readonly queue: string; readonly messageId: string | null },
  contracts: readonly EventClass[] = eventContracts,
): readonly BrokenField[] {
  const { id, type } = Object(json) as { id?: unknown; type?: unknown };
  const taken = contracts.filter(({ consumers }) => consumers.includes(queue));
  // A queue that no contract names takes any event.
  const contract = (taken.length > 0 ? taken : contracts).find((one) => one.type === type);
  if (!contract) {
    const types = taken.map((one) => one.type).join(' or ');
    return [{ field: 'type', expected: `must be ${types || 'an event of the contracts'}` }];
  }
  const otherId = messageId !== null && id !== messageId;
  const idFields = otherId ? [{ field: 'id', expected: 'must stay the id of the message' }] : [];
  try {
    parseEvent(contract, json);
    return idFields;
  } catch (error) {
    if (!(error instanceof ContractViolation)) throw error;
    return [...idFields, ...error.fields];
  }
}
