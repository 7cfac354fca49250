import { whatNext } from './explain-letter';

describe('what to do next about a letter', () => {
  it('is nothing when it is resolved, also when it was never sent again: its consumer had handled it before', () => {
    const letter = { diedOf: 'handler', alone: false, code: 'no_service', queue: 'records.booking-created' } as const;
    const resolved = {
      ...letter,
      ...{ state: 'resolved' as const, deliveries: 6, firstFailedAt: null, deadAt: new Date('2026-11-21T10:00:00Z') },
    } as const;
    expect(whatNext(resolved, 'id')).toEqual(['Nothing: its consumer has handled it.']);
  });
});
