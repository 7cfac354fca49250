import type { Availability } from '@callbook/contracts';
import { away, CalendarOfSlots } from '../../test/support/calendar-of-slots';
import { ManualTime } from '../../test/support/manual-time';
import { salon, service, source, staffId } from '../../test/support/slots-catalogue';
import { AskedSlots } from './asked-slots';
import { CheckAvailability } from './check-availability';

let time: ManualTime;
let calendar: CalendarOfSlots;
let checkAvailability: CheckAvailability;
beforeEach(() => {
  time = new ManualTime(new Date('2026-11-24T08:10:00Z'));
  calendar = new CalendarOfSlots();
  const asked = new AskedSlots(calendar, time.clock, time.timers, { keptMs: 10_000, withinMs: 3_000 });
  checkAvailability = new CheckAvailability(asked, source, time.clock);
});

const at = (clock: string) => `2026-11-24T${clock}:00.000Z`;
const query = (difference: Partial<Availability> = {}): Availability => ({
  company: salon,
  serviceId: service('herrenhaarschnitt').id,
  staffId: null,
  from: at('08:00'),
  to: at('18:00'),
  near: null,
  limit: 10,
  ...difference,
});

describe('what is free', () => {
  it('is told in order of time, from now on, with who would serve', async () => {
    calendar.starts.set('2001', ['08:00', '08:30', '17:30', '18:00'].map(at));
    expect(await checkAvailability.execute(query())).toEqual({
      slots: [at('08:30'), at('17:30')].map((start) => ({ start, staffId: staffId('Mehmet') })),
      problem: 'none',
      lookedUpAt: at('08:10'),
    });
    expect(calendar.questions).toEqual(['2001']);
  });

  it('is told of the wished person first, then of the others', async () => {
    calendar.starts.set('2051/1002', ['15:00'].map(at)).set('2051', ['09:00', '15:00'].map(at));
    const { slots } = await checkAvailability.execute(
      query({ serviceId: service('bartpflege').id, staffId: staffId('Mehmet'), near: at('09:00') }),
    );
    expect(slots).toEqual([
      { start: at('15:00'), staffId: staffId('Mehmet') },
      { start: at('09:00'), staffId: null },
    ]);
  });

  it('of a composite service is when all of it is, each event type asked once', async () => {
    calendar.starts.set('2021', ['09:00', '09:45'].map(at));
    calendar.starts.set('2022', ['10:00', '10:30', '11:00'].map(at));
    calendar.starts.set('2023', ['10:30', '11:00'].map(at));
    const { slots } = await checkAvailability.execute(query({ serviceId: service('dauerwelle').id }));
    expect(slots).toEqual([{ start: at('09:00'), staffId: null }]);
    expect(calendar.questions).toEqual(['2021', '2022', '2023']);
  });

  it('may be nothing', async () => {
    expect(await checkAvailability.execute(query())).toMatchObject({ slots: [], problem: 'none' });
  });

  it('in the past is nothing, without asking', async () => {
    const past = query({ from: at('06:00'), to: at('08:00') });
    expect(await checkAvailability.execute(past)).toMatchObject({ slots: [], problem: 'none' });
    expect(calendar.asked).toEqual([]);
  });

  it('is looked up for a month at most', async () => {
    await checkAvailability.execute(query({ to: '2027-11-24T08:00:00.000Z' }));
    expect(calendar.asked[0]?.to).toEqual(new Date('2026-12-26'));
  });
});

describe('what cannot be told', () => {
  it('is anything, when one of the calendars that were asked is away', async () => {
    calendar.starts.set('2001', [at('10:00')]);
    calendar.beforeAnswer = ({ eventTypeId }) => (eventTypeId === 2011 ? Promise.reject(away()) : undefined);
    expect(await checkAvailability.execute(query({ staffId: staffId('Anna') }))).toEqual({
      slots: [],
      problem: 'unavailable',
      lookedUpAt: at('08:10'),
    });
  });

  it('is anything, when there is no answer in time', async () => {
    calendar.beforeAnswer = () => new Promise(() => undefined);
    const reply = checkAvailability.execute(query());
    await time.pass(3_000);
    expect(await reply).toMatchObject({ slots: [], problem: 'unavailable' });
  });

  it('is anything about a service that is not there, or not this company’s', async () => {
    const nowhere = '00000000-0000-4000-8000-000000000000';
    for (const wrong of [query({ serviceId: nowhere }), query({ company: 'praxis-am-markt' })])
      expect(await checkAvailability.execute(wrong)).toMatchObject({ slots: [], problem: 'unknown_service' });
    expect(calendar.asked).toEqual([]);
  });

  it('because of a bug stays a bug', async () => {
    calendar.beforeAnswer = () => Promise.reject(new TypeError('x'));
    await expect(checkAvailability.execute(query())).rejects.toThrow(TypeError);
  });
});
