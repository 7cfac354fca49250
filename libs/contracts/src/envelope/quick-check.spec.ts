import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { eventContracts } from '../event-contracts';
import { sampleOf } from '../samples/samples';
import type { EventClass } from './event-class';
import { quickChecked } from './quick-check';

type Json = Record<string, unknown>;

/** As class-validator sees it. */
function slowlyChecked(type: EventClass, json: Json): object | undefined {
  const instance = plainToInstance(type, json);
  return validateSync(instance).length === 0 ? instance : undefined;
}

const wrong: readonly unknown[] = [undefined, null, '', 'x', -1, 0.5, true, [], [null], ['x'], {}, { x: 1 }];

/** The same object with another value in each place, one after the other, to any depth. */
function* variants(json: Json): Generator<Json> {
  for (const [key, value] of Object.entries(json)) {
    for (const other of wrong) yield { ...json, [key]: other };
    if (Array.isArray(value)) {
      for (const item of value as unknown[]) {
        yield { ...json, [key]: [item, null] };
        if (isJson(item)) for (const variant of variants(item)) yield { ...json, [key]: [variant] };
      }
    } else if (isJson(value)) for (const variant of variants(value)) yield { ...json, [key]: variant };
  }
}

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const plain = (value: object): Json => JSON.parse(JSON.stringify(value)) as Json;

describe.each(eventContracts.map((contract) => [contract.type, contract] as const))(
  'the quick check of %s',
  (_, contract) => {
    const sample = plain(sampleOf(contract));

    it('makes of the sample what class-transformer makes of it', () => {
      expect(quickChecked(contract, sample)).toStrictEqual(slowlyChecked(contract, sample));
      expect(quickChecked(contract, sample)).toBeInstanceOf(contract);
    });

    it('lets nothing pass that class-validator refuses, and makes the same of what passes', () => {
      for (const variant of variants(sample)) {
        const quick = quickChecked(contract, variant);
        if (quick) expect(quick).toStrictEqual(slowlyChecked(contract, variant));
      }
    });
  },
);

describe('the quick check', () => {
  const [contract] = eventContracts.filter(({ type }) => type === 'booking.created.v1') as [EventClass];

  it('keeps fields it does not know', () => {
    const sample = { ...plain(sampleOf(contract)), invented: { later: [1] } };
    expect(quickChecked(contract, sample)).toMatchObject({ invented: { later: [1] } });
  });

  it('gives nobody another prototype', () => {
    const sample = JSON.parse(
      JSON.stringify(sampleOf(contract)).replace('{', '{"__proto__":{"isAdmin":true},'),
    ) as Json;
    expect(quickChecked(contract, sample)).toBeUndefined();
  });

  it('is used: every contract is one that it can judge', () => {
    for (const each of eventContracts) expect(quickChecked(each, plain(sampleOf(each)))).toBeDefined();
  });
});
