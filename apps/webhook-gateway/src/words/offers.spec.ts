import { spokenOffers } from './offers';

const berlin = { language: 'de', timeZone: 'Europe/Berlin' } as const;
const staff = (id: string) => ({ a: 'Anna Berger', m: 'Mehmet Kaya' })[id];
const at = (start: string, staffId: string | null = null) => ({ start, staffId });

describe('free times to choose from', () => {
  it('name the day once, and with whom', () => {
    const offers = [at('2026-11-24T09:00:00Z', 'a'), at('2026-11-24T10:00:00Z', 'm'), at('2026-11-25T09:00:00Z', 'a')];
    expect(spokenOffers(offers, berlin, staff)).toBe(
      'am Dienstag, 24. November, um 10:00 Uhr bei Anna Berger oder um 11:00 Uhr bei Mehmet Kaya oder am Mittwoch, 25. November, um 10:00 Uhr bei Anna Berger',
    );
  });

  it('leave out a person nobody knows', () => {
    expect(spokenOffers([at('2026-11-24T09:00:00Z', 'gone')], berlin, staff)).toBe(
      'am Dienstag, 24. November, um 10:00 Uhr',
    );
  });

  it('tell the day of the company, not that of Greenwich', () => {
    expect(spokenOffers([at('2026-11-24T23:30:00Z')], { ...berlin, language: 'en' }, staff)).toBe(
      'Wednesday, November 25, at 12:30 AM',
    );
  });

  it('are three at most', () => {
    const offers = [9, 10, 11, 12].map((hour) => at(`2026-11-24T${String(hour).padStart(2, '0')}:00:00Z`));
    expect(spokenOffers(offers, berlin, staff)).not.toContain('13:00');
  });

  it('cut a name from outside', () => {
    const said = spokenOffers([at('2026-11-24T09:00:00Z', 'x')], berlin, () => `Anna\n${'y'.repeat(300)}`);
    expect(said.length).toBeLessThan(110);
  });
});
