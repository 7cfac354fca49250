import type { CalendarEventType, CalendarEventTypesReply } from '@callbook/contracts';
import { seeEventTypes, withPatience } from './see-event-types';

const eventType = (id: number): CalendarEventType => ({
  id,
  title: null,
  minutes: 30,
  priceMinor: null,
  currency: null,
  hidden: false,
  scheduling: 'individual',
  hosts: [],
  requiresConfirmation: false,
  requiresEmailVerification: false,
  requiredFields: [],
});
const found = (ids: number[], furtherLists: string[] = []): CalendarEventTypesReply => ({
  eventTypes: ids.map(eventType),
  furtherLists,
  problem: 'none',
  code: null,
  retryAfterMs: null,
});
const failed = (
  problem: CalendarEventTypesReply['problem'],
  code: string | null = null,
  retryAfterMs: number | null = null,
): CalendarEventTypesReply => ({ eventTypes: [], furtherLists: [], problem, code, retryAfterMs });

function calendar(lists: Record<string, CalendarEventTypesReply>) {
  const asked: string[] = [];
  return {
    asked,
    ask: async (list: string) => {
      asked.push(list);
      return lists[list] ?? failed('not_found');
    },
  };
}

describe('seeing what Cal.com has', () => {
  it('asks for the lists of the key, of its teams, and for what is missing with the others of its owner', async () => {
    const { ask, asked } = calendar({
      own: found([1]),
      teams: found([], ['team:7']),
      'team:7': found([2]),
      'id:3': found([3], ['user:anna']),
      'user:anna': found([4, 5]),
    });
    const seen = await seeEventTypes(ask, [1, 2, 3, 4]);
    expect([...(seen as ReadonlyMap<number, unknown>).keys()]).toEqual([1, 2, 3, 4, 5]);
    expect(asked).toEqual(['own', 'teams', 'team:7', 'id:3', 'user:anna']);
  });

  it('asks once for what is not there, and goes without teams where there are none', async () => {
    const { ask, asked } = calendar({ own: found([]) });
    expect(await seeEventTypes(ask, [3])).toEqual(new Map());
    expect(asked).toEqual(['own', 'teams', 'id:3']);
  });

  it.each(['unavailable', 'refused'] as const)('gives up, and says why, when Cal.com is %s', async (problem) => {
    const { ask, asked } = calendar({ own: found([]), teams: failed(problem, 'calcom_timeout') });
    expect(await seeEventTypes(ask, [3])).toEqual({ problem, code: 'calcom_timeout' });
    expect(asked).toHaveLength(2);
  });
});

describe('patience', () => {
  const waited: number[] = [];
  beforeEach(() => void (waited.length = 0));
  const wait = async (ms: number) => void waited.push(ms);
  const replies =
    (...all: CalendarEventTypesReply[]) =>
    async () =>
      all.shift() ?? found([]);

  it('waits for its turn as long as it is told to', async () => {
    const spent = failed('unavailable', 'calcom_budget_spent', 6_000);
    const ask = withPatience(replies(spent, spent, found([1])), { patienceMs: 20_000, wait });
    expect(await ask('own')).toEqual(found([1]));
    expect(waited).toEqual([6_000, 6_000]);
  });

  it('ends, for all lists together', async () => {
    const spent = failed('unavailable', 'calcom_budget_spent', 6_000);
    const ask = withPatience(replies(spent, found([]), spent, spent), { patienceMs: 13_000, wait });
    await ask('own');
    expect(await ask('teams')).toEqual(spent);
    expect(waited).toEqual([6_000, 6_000]);
  });

  it('does not wait where nothing says that waiting helps', async () => {
    const away = failed('unavailable', 'calcom_timeout');
    expect(await withPatience(replies(away), { patienceMs: 60_000, wait })('own')).toEqual(away);
    expect(waited).toEqual([]);
  });
});
