import { freeSlots, freeWebSlots } from './slots';

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

  it('of people who book on the web are never those of callers', () => {
    const now = new Date('2026-11-21T10:00:00Z');
    const [byPhone, onTheWeb] = [freeSlots(now), freeWebSlots(now)];
    const hostOf = { Herrenhaarschnitt: 'Mehmet', 'Waschen und Föhnen': 'Sofia', Erstgespräch: 'Lena' };
    const hosts: Readonly<Record<number, string>> = { 2001: 'Mehmet', 2003: 'Sofia', 2011: 'Anna', 2101: 'Lena' };
    const taken = Array.from({ length: 500 }, () => byPhone.next().value).map(
      ({ start, service, preferredStaff }) => `${preferredStaff ?? hostOf[service as keyof typeof hostOf]} ${start}`,
    );
    const web = Array.from({ length: 100 }, () => onTheWeb.next().value).map(
      ({ start, eventTypeId }) => `${hosts[eventTypeId]} ${start}`,
    );
    expect(new Set([...taken, ...web]).size).toBe(600);
  });
});
