import { hostLookPauses, nextHostLook } from './host-look';

const now = new Date('2026-11-21T10:00:00Z');
const missing = { host: null, status: 'accepted', start: '2026-11-26T09:00:00.000Z' } as const;

describe('a booking whose host is not known', () => {
  it('is asked about a few times, with growing pauses', () => {
    const pauses = hostLookPauses.map((_, looks) => nextHostLook(missing, looks, now)!.getTime() - now.getTime());
    expect(pauses).toEqual(hostLookPauses);
    expect([...pauses].sort((a, b) => a - b)).toEqual(pauses);
    expect(nextHostLook(missing, pauses.length, now)).toBeNull();
  });

  it.each([
    ['its host is known', { ...missing, host: { id: 1, name: null, email: null, timeZone: null } }],
    ['it was cancelled', { ...missing, status: 'cancelled' }],
    ['it was turned down', { ...missing, status: 'rejected' }],
    ['it has begun', { ...missing, start: now.toISOString() }],
  ] as const)('is asked about no more when %s', (_, fact) => {
    expect(nextHostLook(fact, 0, now)).toBeNull();
  });

  it('is asked about while the salon has not confirmed it, too', () => {
    expect(nextHostLook({ ...missing, status: 'pending' }, 0, now)).not.toBeNull();
  });
});
