import type { ValidationError } from 'class-validator';

/** One field that breaks a contract: where it is, what was expected. Never the value: it may be personal data. */
export interface BrokenField {
  readonly field: string;
  readonly expected: string;
}

/** A body does not fulfil the contract it names. Trying again cannot help. */
export class ContractViolation extends Error {
  override readonly name = 'ContractViolation';

  constructor(
    readonly contract: string,
    readonly fields: readonly BrokenField[],
  ) {
    super(`${contract}: ${fields.map(({ field, expected }) => `${field}: ${expected}`).join('; ')}`);
  }
}

/** Flattens class-validator's tree into dotted paths (`data.attendee.email`). */
export function brokenFields(errors: readonly ValidationError[], path = ''): BrokenField[] {
  return errors.flatMap((error) => {
    const field = path ? `${path}.${error.property}` : error.property;
    const own = Object.values(error.constraints ?? {}).map((expected) => ({ field, expected }));
    return [...own, ...brokenFields(error.children ?? [], field)];
  });
}
