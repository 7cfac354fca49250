import { appointmentRowId } from '@callbook/contracts';
import { foldedReference, referenceOf } from './reference';

const codes = Array.from({ length: 2_000 }, (_, n) =>
  referenceOf(appointmentRowId('salon-lindenhof', `uid${n}`), 'LIND'),
);

describe('reference', () => {
  it('is the same for the same appointment', () => {
    const id = appointmentRowId('salon-lindenhof', 'uid1');
    expect(referenceOf(id, 'LIND')).toBe(referenceOf(id, 'LIND'));
  });

  it('has four symbols that nobody mixes up on the phone', () => {
    for (const code of codes) expect(code).toMatch(/^LIND-[2-79CFHKMPRVWXYZ]{4}$/);
  });

  it('uses every symbol at every place', () => {
    for (let place = 0; place < 4; place++) {
      expect(new Set(codes.map((code) => code.split('-')[1]?.[place])).size).toBe(19);
    }
  });

  it('rarely repeats', () => {
    expect(new Set(codes).size).toBeGreaterThan(1_950);
  });
});

describe('a reference as it is said', () => {
  it.each(['LIND-4M7K', 'lind-4m7k', 'L I N D 4 M 7 K', ' lind 4m7k ', 'Lind–4M7K.'])('%j is LIND4M7K', (said) => {
    expect(foldedReference(said)).toBe('LIND4M7K');
  });

  it.each(['', ' ', '-', null, undefined])('%j is none', (said) => {
    expect(foldedReference(said)).toBeNull();
  });
});
