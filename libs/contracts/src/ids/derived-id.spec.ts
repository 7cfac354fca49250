import { v5 } from 'uuid';
import { derivedId } from './derived-id';

describe('a derived id', () => {
  it('is what others make as UUIDv5 of the same parts', () => {
    for (let turn = 0; turn < 300; turn += 1) {
      const parts = [`Grüße ${turn} \u{1f485}`, turn, null] as const;
      const other = v5(JSON.stringify(['spec', ...parts]), '6f0a1c9e-3a52-4f6b-9d0e-5b7c2a4e8d11');
      expect(derivedId('spec', ...parts)).toBe(other);
    }
  });

  it('is fixed for ever', () => {
    expect(derivedId('call', 'salon-lindenhof', 'call_1')).toBe('ad2697bb-2d72-5f4f-9a4c-b489599641a4');
  });
});
