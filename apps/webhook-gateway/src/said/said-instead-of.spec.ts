import { readInsteadOf } from './said-instead-of';

const context = { timeZone: 'Europe/Berlin', referencePrefix: 'LIND', now: new Date('2026-11-21T10:00:00Z') };
const read = (said: unknown) => readInsteadOf(said, context);

describe('what a new wish means beside the earlier ones', () => {
  it.each([undefined, null, '', 'None', false, '{{earlier}}'])('is not said by %j', (said) => {
    expect(read(said)).toEqual({ kind: 'not_said' });
  });

  it.each(['earlier', 'EARLIER', 'the first one', 'statt', 'stattdessen', 'den ersten', true, 'true'])(
    'is "instead" with %j',
    (said) => {
      expect(read(said)).toEqual({ kind: 'earlier' });
    },
  );

  it.each(['as_well', 'as well', 'additional', 'both', 'zusätzlich', 'beide'])('is "as well" with %j', (said) => {
    expect(read(said)).toEqual({ kind: 'as_well' });
  });

  it('may name a start or a reference', () => {
    expect(read('2026-11-26T10:00')).toEqual({ kind: 'start', start: new Date('2026-11-26T09:00:00Z') });
    expect(read('lind 4m7k')).toEqual({ kind: 'reference', reference: 'LIND-4M7K' });
  });

  it.each(['maybe', 'den um zehn', '10:00', '2026-11-26', '2023-11-26T10:00', 'nicht statt, sondern'])(
    'is unclear with %j',
    (said) => {
      expect(read(said)).toEqual({ kind: 'unclear' });
    },
  );
});
