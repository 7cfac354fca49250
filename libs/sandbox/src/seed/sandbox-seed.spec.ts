import { sandboxSeed } from './sandbox-seed';

const { hosts, eventTypes, apiKeys } = sandboxSeed.calcom;
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
    for (const { hostId } of eventTypes) expect(hostIds).toContain(hostId);
    expect(apiKeys[0].hostIds).toEqual(expect.arrayContaining(hostIds));
  });

  it('uses addresses that can reach nobody', () => {
    for (const { email } of [...hosts, ...apiKeys.map(({ user }) => user)]) expect(email).toMatch(/\.example$/);
  });
});
