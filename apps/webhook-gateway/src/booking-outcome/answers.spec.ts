import { callRowId, derivedId, refusalReasons, sampleCompany } from '@callbook/contracts';
import { askedBack, cancelled, failed, moved, recorded, unresolved } from '../../test/support/outcomes';
import type { SpeakingCompany } from '../words/answer';
import { de } from '../words/de';
import { en } from '../words/en';
import { answerTo as answerWith, type Wish } from './answers';
import type { Verdict } from './outcome';

const german: SpeakingCompany = {
  slug: sampleCompany,
  name: 'Salon Lindenhof',
  language: 'de',
  timeZone: 'Europe/Berlin',
};
const english: SpeakingCompany = { ...german, language: 'en' };
const { call, start } = failed().failure;
const wish: Wish = {
  operation: 'book',
  retellCallId: call.retellCallId,
  serviceName: 'Herrenhaarschnitt',
  start,
};
const [anna, mehmet] = [derivedId('test', 'anna'), derivedId('test', 'mehmet')];
const names = {
  staff: (id: string) => ({ [anna]: 'Anna Berger', [mehmet]: 'Mehmet Kaya' })[id],
  service: (id: string) => (id === failed().failure.service?.id ? 'Herrenhaarschnitt' : undefined),
};
const answerTo = (asked: Wish, verdict: Verdict, company: SpeakingCompany) =>
  answerWith(asked, verdict, company, names);

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
      { start: '2026-11-26T09:30:00Z', staffId: anna },
      { start: '2026-11-26T10:00:00Z', staffId: mehmet },
      { start: '2026-11-27T09:00:00Z', staffId: null },
      { start: '2026-11-27T10:00:00Z', staffId: null },
    ];
    const answer = answerTo(wish, failed({ reason: 'slot_taken', alternatives }), german);
    expect(answer).toMatchObject({ ok: false, status: 'refused', start_local: null, reference: null });
    expect(answer.say).toBe(
      'Dieser Zeitpunkt ist leider nicht mehr frei. Frei wäre am Donnerstag, 26. November, um 10:30 Uhr bei Anna Berger oder um 11:00 Uhr bei Mehmet Kaya oder am Freitag, 27. November, um 10:00 Uhr.',
    );
    expect(answerTo(wish, failed({ reason: 'slot_taken', alternatives }), english).say).toBe(
      'Unfortunately that time is no longer free. You could have Thursday, November 26, at 10:30 AM with Anna Berger or at 11:00 AM with Mehmet Kaya or Friday, November 27, at 10:00 AM.',
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

describe('an answer to a wish for a change', () => {
  const move: Wish = { ...wish, operation: 'reschedule', start: moved().appointment.startsAt };
  const cancel: Wish = { ...wish, operation: 'cancel' };

  it('says "moved" with the new time', () => {
    expect(answerTo(move, moved(), german)).toMatchObject({
      ok: true,
      status: 'moved',
      say: 'Der Termin ist verlegt: Herrenhaarschnitt bei Mehmet Kaya am Freitag, 27. November, um 10:00 Uhr. Die Terminnummer ist LIND-4M7K.',
      start_local: '2026-11-27T10:00:00+01:00',
    });
  });

  it('says where the appointment stands now, should it have been moved again', () => {
    const elsewhere = moved({ startsAt: '2026-11-30T09:00:00.000Z' });
    expect(answerTo(move, elsewhere, english).say).toContain('Monday, November 30');
  });

  it('does not say "moved" of an appointment that the company must still confirm, or that is gone', () => {
    expect(answerTo(move, moved({ status: 'pending' }), german)).toMatchObject({ status: 'requested' });
    expect(answerTo(move, cancelled(), german)).toMatchObject({ ok: false, status: 'refused' });
  });

  it('says "cancelled"', () => {
    expect(answerTo(cancel, cancelled(), english)).toMatchObject({
      ok: true,
      status: 'cancelled',
      say: 'The appointment is cancelled: Herrenhaarschnitt on Thursday, November 26, at 10:00 AM.',
    });
  });

  it('says that nothing is booked when the wish was taken back in time', () => {
    expect(answerTo(cancel, failed({ reason: 'withdrawn' }), german)).toMatchObject({
      ok: true,
      status: 'cancelled',
      say: 'Der Terminwunsch für Donnerstag, 26. November, um 10:00 Uhr ist zurückgenommen. Es ist nichts gebucht.',
    });
  });

  it('says that the appointment stays when it could not be changed', () => {
    const refused = failed({ reason: 'slot_taken', alternatives: [] });
    expect(answerTo(move, refused, german).say).toBe(`${de.refused_slot_taken} ${de.kept}`);
    expect(answerTo(cancel, failed({ reason: 'not_allowed', alternatives: [] }), english).say).toBe(
      `${en.change_not_allowed} ${en.kept}`,
    );
  });

  it.each(['withdrawn', 'superseded', 'appointment_ended', 'appointment_unknown'] as const)(
    'does not say that anything stays after %s',
    (reason) => {
      expect(answerTo(move, failed({ reason, alternatives: [] }), german).say).toBe(de[`refused_${reason}`]);
    },
  );

  it.each([move, cancel])('says "not confirmed yet" of a $operation while nothing is known', (changeWish) => {
    for (const company of [german, english]) {
      for (const verdict of [{ kind: 'no_answer_yet' } as const, { kind: 'not_taken' } as const, unresolved()]) {
        const { status, say } = answerTo(changeWish, verdict, company);
        expect(status).toBe('pending');
        expect(say).toMatch(/noch nicht bestätigt|not confirmed yet/);
        expect(say).not.toMatch(/ist verlegt|ist abgesagt|is moved|is cancelled|failed/);
      }
    }
  });
});

describe('a question back', () => {
  it('asks "instead, or as well?" and names the earlier wish', () => {
    expect(answerTo(wish, askedBack(), german)).toMatchObject({
      ok: false,
      status: 'ask_back',
      say: 'Es gibt schon die Anfrage für Herrenhaarschnitt am Donnerstag, 26. November, um 10:00 Uhr. Soll der neue Termin statt dieser Anfrage sein, oder möchten Sie beide?',
    });
  });

  it('asks whether a similar name is the same person', () => {
    expect(answerTo(wish, askedBack({ question: 'same_person' }), english).say).toContain('in the name of Jonas Weber');
  });
});
