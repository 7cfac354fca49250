import fc from 'fast-check';
import { chosen, freeStarts, isFreeThroughout } from './free-starts';
import type { Offer, OfferPart } from './offers';

const day = (time: string) => new Date(`2026-11-24T${time}:00Z`);
const days = (...times: string[]) => times.map(day);
const part = (eventTypeId: number, offsetMinutes = 0, minutes = 30): OfferPart => ({
  eventTypeId,
  hostSubset: null,
  offsetMinutes,
  minutes,
});
const offer = (staffId: string | null, isWished: boolean, ...parts: OfferPart[]): Offer => ({
  staffId,
  isWished,
  parts,
});
const startsFrom =
  (starts: Record<number, Date[]>) =>
  ({ eventTypeId }: OfferPart) =>
    starts[eventTypeId] ?? [];

describe('free for a while', () => {
  const halfHours = days('10:00', '10:30', '11:30', '12:00');

  it.each<[string, number, boolean]>([
    ['10:00', 30, true],
    ['10:05', 30, true],
    ['10:30', 30, true],
    ['10:35', 30, false],
    ['11:20', 30, false],
    ['11:30', 30, true],
    ['12:05', 30, false],
    ['09:55', 30, false],
  ])('from %s for %i minutes: %p', (at, minutes, expected) => {
    expect(isFreeThroughout(halfHours, day(at), minutes)).toBe(expected);
  });

  it('means that every minute of it lies in a free slot', () => {
    const minute = (n: number) => new Date(n * 60_000);
    const grid = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 12 });
    fc.assert(
      fc.property(grid, fc.integer({ min: 0, max: 70 }), fc.integer({ min: 1, max: 20 }), (slots, at, minutes) => {
        const sorted = slots.toSorted((a, b) => a - b);
        const isCovered = (n: number) => sorted.some((slot) => slot <= n && n < slot + minutes);
        const everyMinute = Array.from({ length: minutes }, (_, n) => at + n).every(isCovered);
        expect(isFreeThroughout(sorted.map(minute), minute(at), minutes)).toBe(everyMinute);
      }),
    );
  });
});

describe('starts of a composite service', () => {
  const perm = offer(null, false, part(2021, 0, 45), part(2022, 65, 30), part(2023, 95, 30));

  it('are those at which every part is free in its turn', () => {
    const starts = startsFrom({
      2021: days('09:00', '09:45', '10:30'),
      2022: days('10:00', '10:30', '11:00', '11:30', '12:00'),
      2023: days('10:30', '11:00', '12:00'),
    });
    // 09:45: the second part runs 10:50 to 11:20, the third 11:20 to 11:50, for which 11:30 is missing.
    expect(freeStarts(perm, starts)).toEqual(days('09:00'));
  });

  it('are none when one part is never free', () => {
    expect(freeStarts(perm, startsFrom({ 2021: days('09:00'), 2022: days('10:00', '10:30') }))).toEqual([]);
  });

  it('count from the start of the service, also when the first part that is booked comes later', () => {
    expect(freeStarts(offer(null, false, part(2021, 15)), startsFrom({ 2021: days('09:15') }))).toEqual(days('09:00'));
  });
});

describe('what is chosen of them', () => {
  const anna = offer('anna', true, part(2011));
  const others = offer(null, false, part(2001));
  const starts = startsFrom({
    2011: days('09:00', '15:00', '16:00'),
    2001: days('10:00', '11:00', '11:30', '12:00', '15:00'),
  });
  const whole = { from: day('00:00'), to: day('23:00'), near: null, limit: 50 };
  const choose = (choice: object, offers = [anna, others]) =>
    chosen(offers, starts, { ...whole, ...choice }).map(({ start, staffId }) => `${start.slice(11, 16)} ${staffId}`);

  it('is what is nearest to the wish, earlier first', () => {
    expect(choose({ near: day('11:15'), limit: 4 }, [others])).toEqual([
      '11:00 null',
      '11:30 null',
      '12:00 null',
      '10:00 null',
    ]);
  });

  it('is those of the wished person before the others’, each start once', () => {
    expect(choose({ near: day('11:15'), limit: 5 })).toEqual([
      '09:00 anna',
      '15:00 anna',
      '16:00 anna',
      '11:00 null',
      '11:30 null',
    ]);
    expect(choose({})).toEqual([
      '09:00 anna',
      '15:00 anna',
      '16:00 anna',
      '10:00 null',
      '11:00 null',
      '11:30 null',
      '12:00 null',
    ]);
  });

  it('is not what was refused, but the same start with somebody else', () => {
    const at = { near: day('15:00'), limit: 2 };
    expect(choose({ ...at, except: { offer: anna, start: day('15:00') } })).toEqual(['16:00 anna', '09:00 anna']);
    expect(choose({ ...at, except: { offer: anna, start: day('15:00') }, limit: 3 })).toContain('15:00 null');
    expect(choose({ ...at, except: { offer: others, start: day('15:00') } }, [others])).not.toContain('15:00 null');
  });

  it('is nothing outside the range', () => {
    expect(choose({ from: day('10:30'), to: day('12:00') })).toEqual(['11:00 null', '11:30 null']);
  });
});
