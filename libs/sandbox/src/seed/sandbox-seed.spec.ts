import { hostIdsOf } from './event-type';
import { sandboxSeed } from './sandbox-seed';

const { hosts, eventTypes, apiKeys, teams } = sandboxSeed.calcom;
const isUnique = (values: unknown[]) => new Set(values).size === values.length;

describe('sandboxSeed', () => {
  it('has unique ids', () => {
    expect(isUnique(hosts.map(({ id }) => id))).toBe(true);
    expect(isUnique(eventTypes.map(({ id }) => id))).toBe(true);
    expect(
      isUnique(sandboxSeed.companies.flatMap(({ slug, agentId, phoneNumber }) => [slug, agentId, phoneNumber])),
    ).toBe(true);
  });

  it('gives every event type a host, and every host a key that sees it', () => {
    const hostIds = hosts.map(({ id }) => id);
    for (const eventType of eventTypes) {
      expect(hostIds).toEqual(expect.arrayContaining(hostIdsOf(eventType)));
      expect(hostIdsOf(eventType)[0]).toBe(eventType.hostId);
    }
    expect(apiKeys[0].hostIds).toEqual(expect.arrayContaining(hostIds));
  });

  it('has a team for every event type that two share', () => {
    const shared = eventTypes.flatMap(({ team }) => team ?? []);
    expect(shared).toMatchObject([{ scheduling: 'roundRobin', hostIds: [1002, 1003] }]);
    for (const { teamId } of shared) expect(teams.map(({ id }) => id)).toContain(teamId);
  });

  it('uses addresses that can reach nobody', () => {
    for (const { email } of [...hosts, ...apiKeys.map(({ user }) => user)]) expect(email).toMatch(/\.example$/);
  });
});
