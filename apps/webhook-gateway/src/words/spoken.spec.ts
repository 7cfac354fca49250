import { localIso, spokenDay, spokenList, spokenMoment, spokenName } from './spoken';

const berlin = (language: 'de' | 'en') => ({ language, timeZone: 'Europe/Berlin' });

describe('spoken times', () => {
  it.each([
    ['2026-11-26T09:00:00.000Z', 'Donnerstag, 26. November, um 10:00 Uhr', 'Thursday, November 26, at 10:00 AM'],
    ['2026-07-01T22:30:00.000Z', 'Donnerstag, 2. Juli, um 0:30 Uhr', 'Thursday, July 2, at 12:30 AM'],
  ])('%s is told in the company’s zone', (instant, german, english) => {
    expect(spokenMoment(instant, berlin('de'))).toBe(german);
    expect(spokenMoment(instant, berlin('en'))).toBe(english);
  });

  it('name a day with its year', () => {
    const evening = new Date('2026-11-21T23:30:00Z');
    expect(spokenDay(evening, berlin('de'))).toBe('Sonntag, der 22. November 2026');
    expect(spokenDay(evening, berlin('en'))).toBe('Sunday, November 22, 2026');
  });

  it('have a written form with the offset of their day', () => {
    expect(localIso('2026-11-26T09:00:00.000Z', 'Europe/Berlin')).toBe('2026-11-26T10:00:00+01:00');
    expect(localIso(new Date('2026-07-01T09:00:00Z'), 'Europe/Berlin')).toBe('2026-07-01T11:00:00+02:00');
  });
});

describe('spoken lists', () => {
  it('end with "und", "oder", "and", "or"', () => {
    expect(spokenList(['A', 'B', 'C'], 'de', 'conjunction')).toBe('A, B und C');
    expect(spokenList(['A', 'B'], 'de', 'disjunction')).toBe('A oder B');
    expect(spokenList(['A', 'B', 'C'], 'en', 'conjunction')).toBe('A, B, and C');
  });
});

describe('names from outside', () => {
  it('are one line of at most 60 characters', () => {
    expect(spokenName('  Anna\n\tBerger\u0000 ')).toBe('Anna Berger');
    expect([...spokenName('😀'.repeat(100))]).toHaveLength(60);
  });
});
