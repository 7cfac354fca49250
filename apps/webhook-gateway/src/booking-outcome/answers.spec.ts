import { callRowId, derivedId, refusalReasons, sampleCompany } from '@callbook/contracts';
import { failed, recorded, unresolved } from '../../test/support/outcomes';
import { answerTo, invalid, type SpeakingCompany, type Wish } from './answers';
import { de } from './words/de';
import { en } from './words/en';

const german: SpeakingCompany = {
  slug: sampleCompany,
  name: 'Salon Lindenhof',
  language: 'de',
  timeZone: 'Europe/Berlin',
};
const english: SpeakingCompany = { ...german, language: 'en' };
const { call, start } = failed().failure;
const wish: Wish = { retellCallId: call.retellCallId, serviceName: 'Herrenhaarschnitt', start };

describe('an answer to the voice agent', () => {
  it('says "booked" with weekday, date, time, person and reference', () => {
    expect(answerTo(wish, recorded(), german)).toEqual({
      ok: true,
      status: 'booked',
      say: 'Der Termin ist gebucht: Herrenhaarschnitt bei Mehmet Kaya am Donnerstag, 26. November, um 10:00 Uhr. Die Terminnummer ist LIND-4M7K.',
      start_local: '2026-11-26T10:00:00+01:00',
      staff: 'Mehmet Kaya',
      reference: 'LIND-4M7K',
      alternatives: [],
    });
    expect(answerTo(wish, recorded(), english).say).toBe(
      'The appointment is booked: Herrenhaarschnitt with Mehmet Kaya on Thursday, November 26, at 10:00 AM. The reference is LIND-4M7K.',
    );
  });

  it('leaves out a person and a service nobody knows', () => {
    const answer = answerTo(wish, recorded({ staffName: null, serviceName: null }), german);
    expect(answer.staff).toBeNull();
    expect(answer.say).toBe(
      'Der Termin ist gebucht: Termin am Donnerstag, 26. November, um 10:00 Uhr. Die Terminnummer ist LIND-4M7K.',
    );
  });

  it('says "requested" while the company must still confirm', () => {
    const answer = answerTo(wish, recorded({ status: 'pending' }), german);
    expect(answer).toMatchObject({ ok: true, status: 'requested', reference: 'LIND-4M7K' });
    expect(answer.say).toContain('Salon Lindenhof muss ihn noch bestätigen');
  });

  it('says "already booked" for an appointment of an earlier call', () => {
    const earlier = recorded({ callId: callRowId(sampleCompany, 'call_earlier') });
    expect(answerTo(wish, earlier, english)).toMatchObject({ ok: true, status: 'already_booked' });
  });

  it('says why nothing was booked, and up to three other times', () => {
    const alternatives = [
      '2026-11-26T09:30:00Z',
      '2026-11-26T10:00:00Z',
      '2026-11-27T09:00:00Z',
      '2026-11-27T10:00:00Z',
    ];
    const answer = answerTo(wish, failed({ reason: 'slot_taken', alternatives }), german);
    expect(answer).toMatchObject({ ok: false, status: 'refused', start_local: null, reference: null });
    expect(answer.say).toBe(
      'Dieser Zeitpunkt ist leider nicht mehr frei. Frei wäre Donnerstag, 26. November, um 10:30 Uhr, Donnerstag, 26. November, um 11:00 Uhr oder Freitag, 27. November, um 10:00 Uhr.',
    );
    expect(answer.alternatives).toEqual([
      '2026-11-26T10:30:00+01:00',
      '2026-11-26T11:00:00+01:00',
      '2026-11-27T10:00:00+01:00',
    ]);
  });

  it.each(refusalReasons)('has words of its own for %s in both languages', (reason) => {
    const says = [german, english].map((company) => answerTo(wish, failed({ reason, alternatives: [] }), company).say);
    expect(says).toEqual([de[`refused_${reason}`], en[`refused_${reason}`]]);
  });

  it.each([
    ['nothing is known yet', { kind: 'no_answer_yet' } as const],
    ['a person must look', unresolved()],
    ['the request was not taken', { kind: 'not_taken' } as const],
  ])('says "not confirmed yet" when %s, never "booked" and never "failed"', (_, verdict) => {
    for (const company of [german, english]) {
      const answer = answerTo(wish, verdict, company);
      expect(answer).toMatchObject({
        ok: false,
        status: 'pending',
        start_local: '2026-11-26T10:00:00+01:00',
        reference: null,
      });
      expect(answer.say).toMatch(/noch nicht bestätigt|not confirmed yet/);
      expect(answer.say).not.toMatch(/gebucht|booked|fehlgeschlagen|failed/);
    }
  });

  it('tells the agent to try again only when nothing was taken', () => {
    expect(answerTo(wish, { kind: 'not_taken' }, english).say).toContain('once more');
    expect(answerTo(wish, { kind: 'no_answer_yet' }, english).say).not.toContain('once more');
  });

  it('cuts names from outside and takes them literally', () => {
    const staffName = `Anna {{reference}} $t(pending)\n${'x'.repeat(200)}`;
    const answer = answerTo(wish, recorded({ staffName }), german);
    expect(answer.staff).toHaveLength(60);
    expect(answer.say).toContain('bei Anna {{reference}} $t(pending) xxx');
  });

  it('is the same for every repetition, whichever function call asked', () => {
    const repeated = recorded({ functionCallIds: [derivedId('test', 'another')] });
    expect(answerTo(wish, repeated, german)).toEqual(answerTo(wish, recorded(), german));
  });
});

describe('the sentences', () => {
  it('promise no message, for there is no channel for one', () => {
    const asking = /(Welche darf ich eintragen|buchstabieren|Which one may I note down|spell it)/;
    const promising = Object.values({
      ...de,
      ...Object.fromEntries(Object.entries(en).map(([k, v]) => [`en.${k}`, v])),
    })
      .filter((text) => !asking.test(text))
      .filter((text) => /mail|sms|nachricht|message|bestätigung|whatsapp/i.test(text));
    expect(promising).toEqual([]);
  });

  it('have the same gaps in both languages', () => {
    const gaps = (text: string) => (text.match(/{{\w+}}/g) ?? []).toSorted();
    for (const key of Object.keys(de) as (keyof typeof de)[])
      expect([key, gaps(en[key])]).toEqual([key, gaps(de[key])]);
  });

  it('list services and name today, so that the agent can correct itself', () => {
    expect(invalid('service_unknown', german, { services: 'Färben und Föhnen' })).toMatchObject({
      ok: false,
      status: 'invalid',
      say: 'Diese Leistung ist mir nicht bekannt. Zur Auswahl stehen Färben und Föhnen.',
    });
  });
});
