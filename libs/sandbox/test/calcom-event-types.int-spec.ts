import { sandboxSeed } from '../src';
import { CalcomFixture, EITHER, MEHMET, rule, seedWith, SOFIA } from './calcom-fixture';

const calcom = new CalcomFixture();
beforeEach(() => calcom.start());
afterEach(() => calcom.sandbox.close());

const read = async (path: string, key?: string) => {
  const { status, body } = await calcom.call('GET', path, { version: '2024-06-14', ...(key && { key }) });
  return { status, data: body.data, message: body.error?.message };
};
const idsOf = async (path: string, key?: string) => (await read(path, key)).data.map(({ id }: { id: number }) => id);

/** Mehmet's own key, beside the one that sees everybody's. */
const [everybodys] = sandboxSeed.calcom.apiKeys;
const mehmet = sandboxSeed.calcom.hosts.find(({ id }) => id === MEHMET)!;
const apiKeys = [everybodys, { key: 'key_of_mehmet', user: mehmet, hostIds: [MEHMET] }];

rule('6 event types are listed by owner, and without a username those of the user whose key it is', async () => {
  await calcom.restart({ seed: seedWith({}, { apiKeys }) });
  expect(await idsOf('/v2/event-types?username=mehmet-kaya')).toEqual([2001, 2052, 2099]);
  expect(await idsOf('/v2/event-types')).toEqual([]);
  expect(await idsOf('/v2/event-types', 'key_of_mehmet')).toEqual([2001, 2052, 2099]);
  expect((await read('/v2/event-types?username=nobody')).status).toBe(404);
});

rule('6 a hidden event type is listed for its owner alone', async () => {
  await calcom.restart({ seed: seedWith({ 2001: { hidden: true } }, { apiKeys }) });
  expect(await idsOf('/v2/event-types?username=mehmet-kaya')).toEqual([2052, 2099]);
  expect(await idsOf('/v2/event-types?username=mehmet-kaya', 'key_of_mehmet')).toEqual([2001, 2052, 2099]);
});

rule('6 one event type is read by its id by whoever may see it, hidden ones and those of teams too', async () => {
  await calcom.restart({ seed: seedWith({ 2001: { hidden: true, price: 3200 } }, { apiKeys }) });
  const own = await read('/v2/event-types/2001');
  expect(own.data).toMatchObject({ id: 2001, hidden: true, price: 3200, currency: 'eur', ownerId: MEHMET });
  expect(own.data.users).toEqual([{ id: MEHMET, name: 'Mehmet Kaya', username: 'mehmet-kaya' }]);
  const ofTeam = await read(`/v2/event-types/${EITHER}`);
  expect(ofTeam.data).toMatchObject({ teamId: 3001, schedulingType: 'roundRobin', ownerId: null });
  expect(ofTeam.data.hosts).toMatchObject([{ userId: MEHMET }, { userId: SOFIA, username: 'sofia-brandt' }]);
  expect(ofTeam.data.users).toBeUndefined();

  const strange = { status: 404, message: 'Event type with id 2002 not found' };
  expect(await read('/v2/event-types/2002', 'key_of_mehmet')).toMatchObject(strange);
  expect((await read('/v2/event-types/4711')).message).toBe('Event type with id 4711 not found');
});

rule('6 a team lists its event types, the managed templates that nobody can book among them', async () => {
  expect(await idsOf('/v2/teams')).toEqual([3001]);
  expect((await read('/v2/teams/3001/event-types')).data).toMatchObject([
    { id: EITHER, schedulingType: 'roundRobin', team: { id: 3001, slug: 'salon-lindenhof' } },
  ]);
  expect((await read('/v2/teams/4711/event-types')).status).toBe(404);

  await calcom.restart({ seed: seedWith({ [EITHER]: { managedParent: true } }) });
  expect((await read('/v2/teams/3001/event-types')).data).toMatchObject([{ schedulingType: 'managed' }]);
});

rule('6 an event type says what bookers are asked for', async () => {
  const asked = async (id: number) => {
    const { data } = await read(`/v2/event-types/${id}`);
    return data.bookingFields.filter(({ required }: { required: boolean }) => required);
  };
  expect(await asked(2001)).toMatchObject([{ slug: 'name', isDefault: true }]);
  const bookingFields = [{ slug: 'hair-length', type: 'text' as const, required: true }];
  const settings = { emailRequired: true, phoneRequired: true, bookingFields, emailVerificationCode: '1234' };
  await calcom.restart({ seed: seedWith({ 2001: settings }) });
  expect(await asked(2001)).toMatchObject([
    { slug: 'name' },
    { slug: 'email' },
    { slug: 'attendeePhoneNumber', isDefault: true },
    { slug: 'hair-length', isDefault: false },
  ]);
  expect((await read('/v2/event-types/2001')).data.requiresBookerEmailVerification).toBe(true);
});
