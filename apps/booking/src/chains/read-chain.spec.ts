import { held, heldChain, type HeldBooking, ScriptedCalendar } from '../../test/support/scripted-calendar';
import type { CalendarBooking } from '../calendar/calendar';
import type { ChainFact } from './chain-fact';
import type { Chains } from './chains';
import { readChain } from './read-chain';

const at = new Date('2026-11-21T10:30:00Z');
const answered = (booking: HeldBooking): CalendarBooking => ({ ...booking, askedAt: at, answeredAt: at });

describe('the chain of a booking', () => {
  const calendar = new ScriptedCalendar(() => at);
  const known = new Map<string, string>();
  const chains: Pick<Chains, 'of'> = {
    of: async (_, uid) => {
      const rootUid = known.get(uid);
      const fact = { providerCreatedAt: '2026-11-20T08:00:00.000Z' } as ChainFact;
      return rootUid === undefined ? undefined : { rootUid, currentUid: uid, fact };
    },
  };

  beforeEach(() => {
    calendar.held.clear();
    calendar.looks.length = 0;
    known.clear();
    calendar.hold(...heldChain('u1', 'u2', 'u3', 'u4'));
  });

  const read = (uid: string, previousUid?: string) =>
    readChain({ calendar, chains }, 'salon-lindenhof', answered(calendar.held.get(uid) ?? held(uid)), previousUid);

  it.each(['u1', 'u2', 'u3', 'u4'])('is the same whichever booking it is read from: %s', async (uid) => {
    const chain = await read(uid);
    expect(chain).toMatchObject({ rootUid: 'u1', uids: ['u1', 'u2', 'u3', 'u4'], isComplete: true });
    expect(chain.newest.uid).toBe('u4');
    expect(chain.bookedAt).toEqual(calendar.held.get('u1')?.createdAt);
  });

  it('is followed back no further than to what is known', async () => {
    known.set('u2', 'u0');
    expect(await read('u4')).toMatchObject({ rootUid: 'u0', bookedAt: new Date('2026-11-20T08:00:00Z') });
    expect(calendar.looks).toEqual(['u3']);
  });

  it('begins with the oldest booking the calendar still has', async () => {
    calendar.held.delete('u1');
    expect(await read('u3')).toMatchObject({ rootUid: 'u2', uids: ['u2', 'u3', 'u4'] });
  });

  it('is not complete while the newest booking does not show', async () => {
    calendar.held.delete('u4');
    expect(await read('u1')).toMatchObject({ isComplete: false, uids: ['u1', 'u2', 'u3'] });
  });

  it('is followed by the hint where the booking does not say what it replaced', async () => {
    calendar.hold(held('v1'), held('v2'));
    expect(await read('v2', 'v1')).toMatchObject({ rootUid: 'v1', uids: ['v1', 'v2'] });
  });

  it('ends when it is a circle', async () => {
    calendar.hold(held('c1', { rescheduledToUid: 'c2' }), held('c2', { rescheduledToUid: 'c1' }));
    expect(await read('c1')).toMatchObject({ isComplete: false, uids: ['c1', 'c2'] });
  });
});
