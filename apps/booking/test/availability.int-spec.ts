import { CalcomClient } from '@callbook/calcom-client';
import { catalogueFromFile } from '@callbook/catalogue';
import { type CalcomSandbox, sandboxSeed, startCalcomSandbox } from '@callbook/sandbox';
import { planParts } from '../src/book-appointment/plan-booking';
import { CalcomCalendar } from '../src/calendar/calcom-calendar';
import { AskedSlots } from '../src/free-slots/asked-slots';
import { CheckAvailability } from '../src/free-slots/check-availability';
import { FindAlternatives } from '../src/free-slots/find-alternatives';
import { salonCatalogue } from '@callbook/testing';

const salon = 'salon-lindenhof';
const catalogue = catalogueFromFile(salonCatalogue);
const perm = catalogue.findService(salon, 'Dauerwelle')!;
const haircut = catalogue.findService(salon, 'Herrenhaarschnitt')!;
const clock = { now: () => new Date() };
const timers = { after: (ms: number, work: () => void) => void setTimeout(work, ms).unref() };

let sandbox: CalcomSandbox;
let client: CalcomClient;
let calendar: CalcomCalendar;
let asked: AskedSlots;
beforeEach(async () => {
  sandbox = await startCalcomSandbox({ port: 0 });
  client = new CalcomClient({ baseUrl: sandbox.url, apiKey: sandboxSeed.calcom.apiKeys[0].key });
  calendar = new CalcomCalendar(() => ({ client, take: async () => undefined }));
  asked = new AskedSlots(calendar, clock, timers, { keptMs: 0, withinMs: 3_000 });
});
afterEach(async () => {
  client.close();
  await sandbox.close();
});

/** A Wednesday one to two weeks from now, from midnight to midnight in UTC. */
function wednesday(days = 0): Date {
  const day = new Date(Date.now() + 7 * 86_400_000);
  day.setUTCDate(day.getUTCDate() + ((3 - day.getUTCDay() + 7) % 7) + days);
  day.setUTCHours(0, 0, 0, 0);
  return day;
}
const free = async (serviceId: string) => {
  const [from, to] = [wednesday().toISOString(), wednesday(1).toISOString()];
  const query = { company: salon, serviceId, staffId: null, from, to, near: null, limit: 50 };
  return new CheckAvailability(asked, { current: () => catalogue }, clock).execute(query);
};
/** Books every part of a service, and says how each ended. */
async function book(serviceId: string, start: Date) {
  const plan = planParts(catalogue.service(serviceId)!, start, null, catalogue);
  if ('refused' in plan) throw new Error('cannot be planned');
  const orders = plan.parts.map(({ segment, eventTypeId, hostSubset, start: at }) => ({
    company: salon,
    requestId: 'r1',
    segment,
    retellCallId: 'c1',
    eventTypeId,
    hostSubset,
    start: new Date(at),
    attendee: { name: 'Erika Muster', email: null, phone: '+4930123456' },
    timeZone: 'Europe/Berlin',
    language: 'de' as const,
  }));
  const ends: string[] = [];
  for (const order of orders) ends.push((await calendar.book(order)).kind);
  return ends;
}

describe('what a calendar like Cal.com offers', () => {
  it('can be booked at every start that was named, also where a part begins beside the grid', async () => {
    for (const service of [haircut, perm]) {
      const { slots, problem } = await free(service.id);
      expect(problem).toBe('none');
      expect(slots.length).toBeGreaterThan(3);
      for (const { start } of slots) {
        sandbox.reset();
        const ends = await book(service.id, new Date(start));
        expect([start, new Set(ends)]).toEqual([start, new Set(['booked'])]);
      }
    }
  });

  it('is named no more once it is booked', async () => {
    const before = (await free(perm.id)).slots;
    const [first] = before;
    await book(perm.id, new Date(first!.start));
    const after = (await free(perm.id)).slots.map(({ start }) => start);
    expect(after).not.toContain(first!.start);
    expect(before.map(({ start }) => start)).toEqual(expect.arrayContaining(after));
    expect(after.length).toBeGreaterThan(0);
  });

  it('is near to the wish that cannot be had', async () => {
    const [first] = (await free(haircut.id)).slots;
    const start = new Date(first!.start);
    await book(haircut.id, start);
    const alternatives = new FindAlternatives(asked, { current: () => catalogue }, clock, () => undefined);
    const [nearest, ...others] = await alternatives.near({
      company: salon,
      serviceId: haircut.id,
      start,
      staffId: null,
    });
    expect(new Date(nearest!.start).getTime() - start.getTime()).toBe(30 * 60_000);
    expect(others).toHaveLength(2);
    const slot = { company: salon, eventTypeId: haircut.calcomEventTypeId!, hostSubset: null };
    expect(await alternatives.isOffered({ ...slot, start })).toBe(false);
    expect(await alternatives.isOffered({ ...slot, start: new Date(nearest!.start) })).toBe(true);
  });
});
