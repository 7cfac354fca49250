import { catalogueFromFile, type Service, type Staff } from '@callbook/catalogue';
import { DateTime } from 'luxon';
import { catalogueFile } from '../../test/support/catalogue';
import type { SpeakingCompany } from '../words/answer';
import { availabilityAnswer } from './availability-answer';
import type { FoundTimes } from './look-up-free-times';
import type { SaidWhen } from './said-wish';

const catalogue = catalogueFromFile(catalogueFile);
const service = catalogue.findService('salon-lindenhof', 'Herrenhaarschnitt') as Service;
const mehmet = catalogue.findStaff('salon-lindenhof', 'Mehmet') as Staff;
const salon: SpeakingCompany = {
  slug: 'salon-lindenhof',
  name: 'Salon Lindenhof',
  language: 'de',
  timeZone: 'Europe/Berlin',
};
const thursday = DateTime.fromISO('2026-11-26', { zone: 'Europe/Berlin' });
const atTen: SaidWhen = { kind: 'at', start: new Date('2026-11-26T09:00:00Z') };
const thatDay: SaidWhen = { kind: 'days', first: thursday, last: thursday, part: null };
const searched = { from: thursday.toJSDate(), to: thursday.plus({ days: 1 }).toJSDate() };
const [ten, eleven] = ['2026-11-26T09:00:00.000Z', '2026-11-26T10:00:00.000Z'];
const by = (start: string, staffId: string | null = null) => ({ start, staffId });

const tell = (when: SaidWhen, found: Partial<FoundTimes>, person: Staff | null = null, language = salon.language) =>
  availabilityAnswer(
    { company: salon, service, person, when },
    { slots: [], problem: 'none', searched, isBeside: false, ...found },
    { ...salon, language },
    (id) => (id === mehmet.id ? mehmet.name : 'Anna Berger'),
  );

describe('what is said about free times', () => {
  it('offers them with who is free', () => {
    expect(tell(thatDay, { slots: [by(ten, mehmet.id), by(eleven, 'anna')] })).toEqual({
      ok: true,
      status: 'found',
      say: 'Für Herrenhaarschnitt gibt es freie Termine: am Donnerstag, 26. November, um 10:00 Uhr bei Mehmet Kaya oder um 11:00 Uhr bei Anna Berger.',
      start_local: '2026-11-26T10:00:00+01:00',
      staff: 'Mehmet Kaya',
      reference: null,
      alternatives: ['2026-11-26T10:00:00+01:00', '2026-11-26T11:00:00+01:00'],
    });
    expect(tell(thatDay, { slots: [by(ten)] }).say).toContain('gibt es einen freien Termin:');
  });

  it('says whether the wished start itself is free', () => {
    expect(tell(atTen, { slots: [by(ten), by(eleven)] }).say).toBe(
      'Für Herrenhaarschnitt ist Donnerstag, 26. November, um 10:00 Uhr frei.',
    );
    expect(tell(atTen, { slots: [by(ten, mehmet.id)] }, null, 'en').say).toBe(
      "For Men's haircut, Thursday, November 26, at 10:00 AM is free with Mehmet Kaya.",
    );
    expect(tell(atTen, { slots: [by(eleven)] }).say).toBe(
      'Für Herrenhaarschnitt ist am Donnerstag, 26. November, um 10:00 Uhr nichts frei. Frei wäre am Donnerstag, 26. November, um 11:00 Uhr.',
    );
  });

  it('says no more than that the wished person is not free then', () => {
    expect(tell(atTen, { slots: [by(eleven, mehmet.id)] }, mehmet).say).toMatch(
      /^Bei Mehmet Kaya ist .* nichts frei\. /,
    );
    expect(tell(atTen, { slots: [by(ten, 'anna')] }, mehmet).say).toMatch(
      /^Bei Mehmet Kaya ist .* in dieser Zeit nichts frei\. Frei wäre .* um 10:00 Uhr bei Anna Berger\.$/,
    );
  });

  it('says what is free beside a day that is full', () => {
    const say = tell(thatDay, { slots: [by('2026-11-27T09:00:00Z')], isBeside: true }).say;
    expect(say).toBe(
      'Für Herrenhaarschnitt ist am Donnerstag, 26. November nichts frei. Frei wäre am Freitag, 27. November, um 10:00 Uhr.',
    );
  });

  it('names the part of the day, and both ends of a range, of which it speaks', () => {
    expect(tell({ ...thatDay, part: 'afternoon' }, {})).toMatchObject({
      ok: false,
      status: 'none',
      say: 'Für Herrenhaarschnitt ist am Donnerstag, 26. November, nachmittags nichts frei.',
    });
    const week = { from: searched.from, to: thursday.plus({ days: 7 }).toJSDate() };
    expect(tell({ kind: 'soon', part: null }, { searched: week }).say).toBe(
      'Für Herrenhaarschnitt ist vom Donnerstag, 26. November bis zum Mittwoch, 2. Dezember nichts frei.',
    );
  });

  it.each(['unavailable', 'unknown_service'] as const)('says nothing about what is free when %s', (problem) => {
    for (const language of ['de', 'en'] as const) {
      const answer = tell(thatDay, { problem }, null, language);
      expect(answer).toMatchObject({ ok: false, status: 'refused', alternatives: [] });
      expect(answer.say).not.toMatch(/nichts frei|nothing is free|gibt es|there are/);
    }
  });
});
