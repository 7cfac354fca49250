import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { brokenFields, ContractViolation } from './contract-violation';
import { quickChecked } from './quick-check';

/**
 * Turns parsed JSON into an instance of a contract class, checked.
 * Unknown fields are kept: a newer publisher may send more than this reader knows.
 * @throws ContractViolation naming every field that is wrong
 */
export function validated<T extends object>(type: new () => T, contract: string, json: unknown): T {
  if (json === null || typeof json !== 'object' || Array.isArray(json)) {
    throw new ContractViolation(contract, [{ field: '(body)', expected: 'must be a JSON object' }]);
  }
  const checked = quickChecked(type, json);
  if (checked) return checked;
  const instance = plainToInstance(type, json);
  const errors = validateSync(instance, { validationError: { target: false, value: false } });
  if (errors.length > 0) throw new ContractViolation(contract, brokenFields(errors));
  return instance;
}
