import type { BookingStatus } from '@callbook/contracts';
import type { ChainFact } from '../chains/chain-fact';
import { hasReached, isKnown } from './hint';

describe('the state a hint told', () => {
  it.each<[BookingStatus, BookingStatus | null, boolean]>([
    ['accepted', null, true],
    ['pending', 'pending', true],
    ['pending', 'accepted', false],
    ['accepted', 'pending', true],
    ['accepted', 'cancelled', false],
    ['accepted', 'rejected', false],
    ['cancelled', 'accepted', true],
    ['cancelled', 'rejected', true],
    ['rejected', 'cancelled', true],
  ])('%s has reached %s: %s', (status, expected, reached) => {
    expect(hasReached(status, expected)).toBe(reached);
  });
});

describe('a hint', () => {
  const chain = { rootUid: 'u1', currentUid: 'u2', fact: { status: 'accepted', segments: [] as unknown } as ChainFact };

  it.each<[string, Parameters<typeof isKnown>[0], boolean]>([
    ['that tells what is stored', { uid: 'u2', expectedStatus: 'accepted', mustLook: false }, true],
    ['that tells more', { uid: 'u2', expectedStatus: 'cancelled', mustLook: false }, false],
    ['about a booking that was left', { uid: 'u1', expectedStatus: 'cancelled', mustLook: false }, true],
    ['that cannot be compared', { uid: 'u2', expectedStatus: 'accepted', mustLook: true }, false],
  ])('%s is known: %j gives %s', (_, hint, known) => {
    expect(isKnown(hint, chain)).toBe(known);
  });

  it.each<[string, string, BookingStatus, boolean]>([
    ['a booking of a composite service that was told', 's2', 'accepted', true],
    ['more about any booking of a composite service', 's2', 'cancelled', false],
    ['a booking that a composite service has left', 's0', 'cancelled', true],
  ])('about %s is known: %s %s gives %s', (_, uid, expectedStatus, known) => {
    const fact = { status: 'accepted', segments: [{ uid: 's1' }, { uid: 's2' }] } as ChainFact;
    const composite = { rootUid: 's1', currentUid: 's1', fact };
    expect(isKnown({ uid, expectedStatus, mustLook: false }, composite)).toBe(known);
  });

  it('about a chain nobody has seen is not known', () => {
    expect(isKnown({ uid: 'u2', expectedStatus: 'accepted', mustLook: false }, undefined)).toBe(false);
  });
});
