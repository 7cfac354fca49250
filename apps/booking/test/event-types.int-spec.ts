import { CalcomClient } from '@callbook/calcom-client';
import { type CalcomEventType, type CalcomSandbox, sandboxSeed, startCalcomSandbox } from '@callbook/sandbox';
import type { RequestShare } from '../src/calendar/calendar';
import { CalendarUnavailable } from '../src/calendar/calendar';
import { ReadEventTypes } from '../src/event-types/read-event-types';

const company = 'salon-lindenhof';
const [key] = sandboxSeed.calcom.apiKeys;

describe('reading what can be booked at Cal.com', () => {
  let sandbox: CalcomSandbox;
  let client: CalcomClient;
  let taken: RequestShare[];
  let take: (share: RequestShare) => Promise<void>;
  beforeEach(() => start());
  afterEach(end);

  async function start(changes: Record<number, Partial<CalcomEventType>> = {}, apiKey = key.key): Promise<void> {
    const eventTypes = sandboxSeed.calcom.eventTypes.map((one) => ({ ...one, ...changes[one.id] }));
    const keys = [key, { key: 'key_of_mehmet', user: sandboxSeed.calcom.hosts[1]!, hostIds: [1002] }];
    sandbox = await startCalcomSandbox({
      port: 0,
      seed: { ...sandboxSeed, calcom: { ...sandboxSeed.calcom, eventTypes, apiKeys: keys } },
    });
    client = new CalcomClient({ baseUrl: sandbox.url, apiKey, timeoutMs: 1_000 });
    taken = [];
    take = async (share) => void taken.push(share);
  }
  async function end(): Promise<void> {
    client.close();
    await sandbox.close();
  }
  async function restart(...args: Parameters<typeof start>): Promise<void> {
    await end();
    await start(...args);
  }
  const read = (list: string) =>
    new ReadEventTypes(() => ({ client, take: (share) => take(share) })).execute({ company, list });
  const idsIn = async (list: string) => (await read(list)).eventTypes.map(({ id }) => id);

  it('gives one event type, and where those of its owner are listed, for one request of reconciliation', async () => {
    await restart({ 2001: { price: 3200, bookingFields: [{ slug: 'hair-length', type: 'text', required: true }] } });
    expect(await read('id:2001')).toEqual({
      eventTypes: [
        {
          id: 2001,
          title: 'Herrenhaarschnitt',
          minutes: 30,
          priceMinor: 3200,
          currency: 'EUR',
          hidden: false,
          scheduling: 'individual',
          hosts: [{ userId: 1002, name: 'Mehmet Kaya' }],
          requiresConfirmation: false,
          requiresEmailVerification: false,
          requiredFields: ['hair-length'],
        },
      ],
      furtherLists: ['user:mehmet-kaya'],
      problem: 'none',
      code: null,
      retryAfterMs: null,
    });
    expect(taken).toEqual(['reconciliation']);
    expect(await idsIn('user:mehmet-kaya')).toEqual([2001, 2052, 2099]);
  });

  it("gives a team's by way of its list, with all its hosts", async () => {
    expect((await read('teams')).furtherLists).toEqual(['team:3001']);
    expect((await read('team:3001')).eventTypes).toMatchObject([
      { id: 2051, scheduling: 'roundRobin', hosts: [{ userId: 1002 }, { userId: 1003, name: 'Sofia Brandt' }] },
    ]);
    expect((await read('id:2051')).furtherLists).toEqual([]);
  });

  it("gives the key's own, hidden ones too", async () => {
    expect(await idsIn('own')).toEqual([]);
    await restart({ 2001: { hidden: true } }, 'key_of_mehmet');
    expect((await read('own')).eventTypes).toMatchObject([{ id: 2001, hidden: true }, { id: 2052 }, { id: 2099 }]);
  });

  it.each([
    [{ requiresConfirmation: true }, { requiresConfirmation: true }],
    [{ managedParent: true }, { scheduling: 'managed' }],
    [{ emailVerificationCode: '1234' }, { requiresEmailVerification: true }],
    [{ emailRequired: true, phoneRequired: true }, { requiredFields: ['email', 'attendeePhoneNumber'] }],
  ])('tells %j', async (settings, told) => {
    await restart({ 2001: settings });
    expect((await read('id:2001')).eventTypes).toMatchObject([told]);
  });

  it.each(['id:4711', 'user:nobody', 'team:4711'])('says that Cal.com has no %s', async (list) => {
    expect(await read(list)).toMatchObject({ eventTypes: [], problem: 'not_found' });
  });

  it('says that the key is refused, or not configured', async () => {
    await restart({}, 'another_key');
    expect(await read('own')).toMatchObject({ problem: 'refused', code: 'calcom_unauthorized' });
    const unknown = new ReadEventTypes(() => {
      throw new Error('no such company');
    });
    expect(await unknown.execute({ company, list: 'own' })).toMatchObject({
      problem: 'refused',
      code: 'calcom_not_configured',
    });
  });

  it('says when to ask again when there is no request left', async () => {
    take = () => Promise.reject(new CalendarUnavailable('calcom_budget_spent', 'spent', { retryAfterMs: 5_999.5 }));
    expect(await read('own')).toMatchObject({
      problem: 'unavailable',
      code: 'calcom_budget_spent',
      retryAfterMs: 6_000,
    });
    expect(sandbox.requests.all()).toEqual([]);
  });

  it('says that Cal.com does not answer', async () => {
    sandbox.faults.arm({ on: { operation: 'list-event-types' }, effect: { kind: 'silence', at: 'arrived' } });
    expect(await read('own')).toMatchObject({ problem: 'unavailable', code: 'calcom_timeout' });
    await sandbox.close();
    expect(await read('own')).toMatchObject({ problem: 'unavailable', code: 'calcom_not_connected' });
    await start();
  });
});
