import { readReference } from './said-reference';

const company = { referencePrefix: 'LIND' };

describe('a reference', () => {
  it.each(['LIND-4M7K', 'lind-4m7k', 'L I N D 4 M 7 K', 'lind4m7k', '4M7K', ' 4 m 7 k '])('is read from %j', (said) => {
    expect(readReference(said, company)).toBe('LIND-4M7K');
  });

  it.each([undefined, 'None', 'PRAX-4M7K', 'LIND-4M7', '4M7KX', 'ÄÖÜß'])('is not %j', (said) => {
    expect(readReference(said, company)).toBeNull();
  });
});
