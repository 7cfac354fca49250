import { away, CalendarOfSlots } from '../../test/support/calendar-of-slots';
import { ManualTime } from '../../test/support/manual-time';
import { salon, service, source, staffId } from '../../test/support/slots-catalogue';
import { AskedSlots } from './asked-slots';
import { FindAlternatives } from './find-alternatives';

let time: ManualTime;
let calendar: CalendarOfSlots;
let reported: unknown[];
let alternatives: FindAlternatives;
beforeEach(() => {
  time = new ManualTime(new Date('2026-11-24T08:10:00Z'));
  calendar = new CalendarOfSlots();
  reported = [];
  const asked = new AskedSlots(calendar, time.clock, time.timers, { keptMs: 10_000, withinMs: 3_000 });
  alternatives = new FindAlternatives(asked, source, time.clock, (error) => reported.push(error));
});

const at = (clock: string, day = '2026-11-26') => `${day}T${clock}:00.000Z`;
const wish = (key: string, staff: string | null, start = at('10:00')) => ({
  company: salon,
  serviceId: service(key).id,
  start: new Date(start),
  staffId: staff && staffId(staff),
});

describe('alternatives', () => {
  it('are the three other starts nearest to the wish', async () => {
    calendar.starts.set('2001', [at('09:00'), at('10:00'), at('10:30'), at('11:30'), at('10:00', '2026-11-27')]);
    expect((await alternatives.near(wish('herrenhaarschnitt', null))).map(({ start }) => start)).toEqual([
      at('10:30'),
      at('09:00'),
      at('11:30'),
    ]);
  });

  it('are those of the wished person first, and the same start with others is one', async () => {
    calendar.starts.set('2011', [at('10:00'), at('15:00')]).set('2001', [at('10:00'), at('10:30')]);
    expect(await alternatives.near(wish('herrenhaarschnitt', 'Anna'))).toEqual([
      { start: at('15:00'), staffId: staffId('Anna') },
      { start: at('10:00'), staffId: staffId('Mehmet') },
      { start: at('10:30'), staffId: staffId('Mehmet') },
    ]);
  });

  it('lie in the future, and for a wish in the past soon', async () => {
    calendar.starts.set('2001', [at('08:00', '2026-11-24'), at('09:00', '2026-11-24'), at('09:00', '2026-12-24')]);
    const found = await alternatives.near(wish('herrenhaarschnitt', null, at('10:00', '2026-10-26')));
    expect(found.map(({ start }) => start)).toEqual([at('09:00', '2026-11-24')]);
  });

  it('are the others’ when the wished person’s calendar does not answer, the start that was refused among them', async () => {
    calendar.starts.set('2001', [at('10:00')]);
    calendar.beforeAnswer = ({ eventTypeId }) => (eventTypeId === 2011 ? new Promise(() => undefined) : undefined);
    const looking = alternatives.near(wish('herrenhaarschnitt', 'Anna'));
    await time.pass(3_000);
    expect(await looking).toEqual([{ start: at('10:00'), staffId: staffId('Mehmet') }]);
  });

  it.each<[string, () => void]>([
    ['the calendar is away', () => (calendar.beforeAnswer = () => Promise.reject(away()))],
    ['something breaks', () => (calendar.beforeAnswer = () => Promise.reject(new TypeError('x')))],
  ])('are none when %s, and somebody is told why', async (_, arrange) => {
    arrange();
    expect(await alternatives.near(wish('herrenhaarschnitt', null))).toEqual([]);
    expect(reported).toHaveLength(1);
  });

  it('are none of a service that is not there', async () => {
    const nowhere = { ...wish('herrenhaarschnitt', null), serviceId: '00000000-0000-4000-8000-000000000000' };
    expect(await alternatives.near(nowhere)).toEqual([]);
    expect(calendar.asked).toEqual([]);
  });
});

describe('whether a start is offered', () => {
  const slot = (eventTypeId: number, start: string) => ({
    company: salon,
    eventTypeId,
    hostSubset: null,
    start: new Date(start),
  });

  it('is whether the calendar names it', async () => {
    calendar.starts.set('2001', [at('10:00'), at('10:30')]);
    expect(await alternatives.isOffered(slot(2001, at('10:00')))).toBe(true);
    expect(await alternatives.isOffered(slot(2001, at('11:00')))).toBe(false);
    expect(await alternatives.isOffered(slot(2001, at('10:05')))).toBe(false);
  });

  it('is, of a part of a composite service, whether the time is free: it seldom begins on the grid', async () => {
    calendar.starts.set('2022', [at('10:00'), at('10:30')]);
    expect(await alternatives.isOffered(slot(2022, at('10:05')))).toBe(true);
    expect(await alternatives.isOffered(slot(2022, at('10:35')))).toBe(false);
  });

  it('cannot be told when the calendar is away', async () => {
    calendar.beforeAnswer = () => Promise.reject(away());
    expect(await alternatives.isOffered(slot(2001, at('10:00')))).toBeUndefined();
  });
});
