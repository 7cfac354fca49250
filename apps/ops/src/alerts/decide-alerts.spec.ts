import { alertRules, type AlertRules, decideAlert, type Decision, type SeenGroup } from './decide-alerts';

const now = new Date('2026-11-21T12:00:00Z');
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const rules: AlertRules = {
  growth: { deaths: 10, withinMs: 5 * 60_000, againAfterMs: 60 * 60_000 },
  quietMs: 60 * 60_000,
};
const incident = (openedMinutes: number, grownMinutes: number | null = null) => ({
  openedAt: ago(openedMinutes),
  grownAt: grownMinutes === null ? null : ago(grownMinutes),
});

describe('what people are told of a group of dead letters', () => {
  const cases: [what: string, seen: SeenGroup, endedAt: Date | undefined, said: Decision][] = [
    ['its first letter, at once', { open: 1, deaths: 1, lastSeen: now }, undefined, 'new'],
    ['a first letter that died long ago', { open: 1, deaths: 0, lastSeen: ago(9_000) }, undefined, 'new'],
    ['nothing open and never was', { open: 0, deaths: 0, lastSeen: ago(5) }, undefined, undefined],
    ['a second letter', { open: 2, deaths: 2, lastSeen: now, incident: incident(1) }, undefined, undefined],
    ['nine in five minutes', { open: 9, deaths: 9, lastSeen: now, incident: incident(4) }, undefined, undefined],
    ['ten in five minutes', { open: 10, deaths: 10, lastSeen: now, incident: incident(4) }, undefined, 'growing'],
    [
      'growing on, told 59 min ago',
      { open: 99, deaths: 50, lastSeen: now, incident: incident(80, 59) },
      undefined,
      undefined,
    ],
    [
      'growing on, told an hour ago',
      { open: 99, deaths: 50, lastSeen: now, incident: incident(80, 60) },
      undefined,
      'growing',
    ],
    ['many open, none new', { open: 500, deaths: 0, lastSeen: ago(30), incident: incident(40) }, undefined, undefined],
    ['none for an hour', { open: 500, deaths: 0, lastSeen: ago(60), incident: incident(90) }, undefined, 'quiet'],
    [
      'told a moment ago of an old letter',
      { open: 1, deaths: 0, lastSeen: ago(900), incident: incident(1) },
      undefined,
      undefined,
    ],
    ['all settled', { open: 0, deaths: 20, lastSeen: now, incident: incident(3, 1) }, undefined, 'settled'],
    ['still open after it was quiet', { open: 3, deaths: 0, lastSeen: ago(200) }, ago(100), undefined],
    ['a letter after it was over', { open: 4, deaths: 1, lastSeen: ago(1) }, ago(100), 'new'],
    ['one that had died before it was over', { open: 1, deaths: 0, lastSeen: ago(101) }, ago(100), undefined],
  ];

  it.each(cases)('%s', (_what, seen, endedAt, said) => {
    expect(decideAlert(seen, endedAt, now, rules)).toBe(said);
  });

  it('by default: twenty in five minutes, again after an hour, over after an hour without', () => {
    const growing = { open: 20, deaths: 20, lastSeen: now, incident: incident(4) };
    expect(decideAlert(growing, undefined, now, alertRules)).toBe('growing');
    expect(decideAlert({ ...growing, deaths: 19 }, undefined, now, alertRules)).toBeUndefined();
    expect(decideAlert({ ...growing, lastSeen: ago(60), incident: incident(61) }, undefined, now, alertRules)).toBe(
      'quiet',
    );
  });
});
