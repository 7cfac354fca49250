import { away, CalendarOfSlots } from '../../test/support/calendar-of-slots';
import { ManualTime } from '../../test/support/manual-time';
import { AskedSlots, type SlotQuestion } from './asked-slots';

const question = (difference: Partial<SlotQuestion> = {}): SlotQuestion => ({
  company: 'salon-lindenhof',
  eventTypeId: 2001,
  hostSubset: null,
  from: new Date('2026-11-24T09:00:00Z'),
  to: new Date('2026-11-24T12:00:00Z'),
  ...difference,
});

let time: ManualTime;
let calendar: CalendarOfSlots;
let slots: AskedSlots;
beforeEach(() => {
  time = new ManualTime();
  calendar = new CalendarOfSlots();
  calendar.starts.set('2001', ['2026-11-24T10:00:00Z', '2026-11-24T16:00:00Z']);
  slots = new AskedSlots(calendar, time.clock, time.timers, { keptMs: 10_000, withinMs: 3_000 });
});

/** Never answers until told to. */
function hanging(): () => void {
  let answer: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  calendar.beforeAnswer = () => answered;
  return () => answer();
}
const codeOf = (asking: Promise<unknown>) =>
  asking.then(
    () => 'known',
    (error: { code?: string }) => error.code,
  );

describe('a question about free slots', () => {
  it('is asked for whole days, so that parts of one day are the same question', async () => {
    const morning = await slots.ask(question());
    const evening = { from: new Date('2026-11-24T15:00:00Z'), to: new Date('2026-11-24T18:00:00Z') };
    expect(await slots.ask(question(evening))).toEqual(morning);
    expect(calendar.asked).toEqual([
      { eventTypeId: 2001, hostSubset: null, from: new Date('2026-11-24'), to: new Date('2026-11-25') },
    ]);
    expect(morning.starts).toHaveLength(2);
  });

  it('is asked once when several ask it at the same time', async () => {
    const answer = hanging();
    const asking = Promise.all([slots.ask(question()), slots.ask(question()), slots.ask(question())]);
    answer();
    await asking;
    expect(calendar.asked).toHaveLength(1);
  });

  it('is another one for another company, event type or choice of hosts', async () => {
    await Promise.all([
      slots.ask(question()),
      slots.ask(question({ company: 'praxis-am-markt' })),
      slots.ask(question({ eventTypeId: 2002 })),
      slots.ask(question({ hostSubset: [1002] })),
    ]);
    expect(calendar.asked).toHaveLength(4);
  });

  it('is not asked again while its answer is good', async () => {
    const { askedAt } = await slots.ask(question());
    await time.pass(9_999);
    expect((await slots.ask(question())).askedAt).toEqual(askedAt);
    await time.pass(1);
    expect((await slots.ask(question())).askedAt).toEqual(time.clock.now());
    expect(calendar.asked).toHaveLength(2);
  });

  it('is asked again after a failure', async () => {
    calendar.beforeAnswer = () => Promise.reject(away());
    expect(await codeOf(slots.ask(question()))).toBe('calcom_away');
    calendar.beforeAnswer = () => undefined;
    expect(await codeOf(slots.ask(question()))).toBe('known');
  });

  it('that is turned away for a moment is made again in time', async () => {
    calendar.beforeAnswer = () => (calendar.asked.length < 3 ? Promise.reject(away(667)) : undefined);
    const asking = codeOf(slots.ask(question()));
    await time.pass(1_400);
    expect(await asking).toBe('known');
    expect(calendar.asked).toHaveLength(3);
    expect(time.timersLeft).toBe(0);
  });

  it('that is turned away for longer fails at once', async () => {
    calendar.beforeAnswer = () => Promise.reject(away(42_000));
    expect(await codeOf(slots.ask(question()))).toBe('calcom_away');
    expect(calendar.asked).toHaveLength(1);
  });

  it('fails in time when no answer comes, and the late answer serves the next one', async () => {
    const answer = hanging();
    const asking = codeOf(slots.ask(question()));
    await time.pass(2_999);
    const another = codeOf(slots.ask(question()));
    await time.pass(1);
    expect(await asking).toBe('calcom_slow');
    answer();
    expect(await another).toBe('known');
    expect(await codeOf(slots.ask(question()))).toBe('known');
    expect(calendar.asked).toHaveLength(1);
  });
});
