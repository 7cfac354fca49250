import { freeSlots } from './slots';

describe('free slots', () => {
  it('are enough, different and in the future', () => {
    const now = new Date('2026-11-21T10:00:00Z');
    const some = freeSlots(now);
    const slots = Array.from({ length: 500 }, () => some.next().value);
    expect(
      new Set(slots.map(({ start, service, preferredStaff }) => `${start} ${service} ${preferredStaff}`)).size,
    ).toBe(500);
    expect(slots.every(({ start }) => new Date(start) > now)).toBe(true);
    expect(slots[0]).toEqual({
      agentId: 'agent_sandbox_lindenhof',
      service: 'Herrenhaarschnitt',
      start: '2026-11-24T09:00:00+01:00',
    });
  });
});
