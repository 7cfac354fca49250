import { found } from '../../test/support/found';
import { type Candidates, chooseAppointments, isSamePerson } from './choose-appointment';
import type { SaidAppointment } from './said-appointment';

const nothing: SaidAppointment = { reference: null, name: null, time: null };
const atTen = { local: '2026-11-26T10:00', start: new Date('2026-11-26T09:00:00Z') };
const thatDay = { local: '2026-11-26', start: null };
const jonas = found();
const lena = found({ reference: 'LIND-2222', attendeeName: 'Lena Weber', startsAt: '2026-11-26T13:00:00.000Z' });

const choose = (
  said: Partial<SaidAppointment>,
  { own = [jonas], byReference = [] }: Partial<Candidates> = {},
  isNumberKnown = true,
) => {
  const choice = chooseAppointments(
    { ...nothing, ...said },
    { own, byReference },
    { timeZone: 'Europe/Berlin', isNumberKnown },
  );
  return choice.kind === 'found' ? choice.appointments.map(({ reference }) => reference) : choice.kind;
};

describe('an appointment of the caller’s number', () => {
  it.each<[string, Partial<SaidAppointment>]>([
    ['the name', { name: 'Jonas Weber' }],
    ['the family name', { name: 'Herr Weber' }],
    ['the name in another spelling', { name: 'JONAS  WEBER' }],
    ['its time', { time: atTen }],
    ['its day', { time: thatDay }],
    ['the reference and the name', { reference: 'LIND-4M7K', name: 'Weber' }],
  ])('is spoken of with %s', (_, said) => {
    expect(choose(said)).toEqual(['LIND-4M7K']);
  });

  it.each<[string, Partial<SaidAppointment>]>([
    ['nothing', {}],
    ['the reference alone, a short code', { reference: 'LIND-4M7K' }],
  ])('is not spoken of with %s', (_, said) => {
    expect(choose(said)).toBe('second_fact_missing');
  });

  it.each<[string, Partial<SaidAppointment>]>([
    ['the first name, which a number alone tells', { name: 'Jonas' }],
    ['another name', { name: 'Jonas Klein' }],
    ['another name beside the right time', { name: 'Klein', time: atTen }],
    ['another time', { time: { ...atTen, local: '2026-11-26T11:00' } }],
    ['another time beside the right name', { name: 'Weber', time: { ...atTen, local: '2026-11-27T10:00' } }],
    ['another reference beside the right name', { reference: 'LIND-2222', name: 'Weber' }],
  ])('is not spoken of with %s', (_, said) => {
    expect(choose(said)).toBe('nothing_fits');
  });

  it('is told apart from another by what was said, and by nothing else', () => {
    const own = [jonas, lena];
    expect(choose({ name: 'Weber' }, { own })).toEqual(['LIND-4M7K', 'LIND-2222']);
    expect(choose({ name: 'Lena Weber' }, { own })).toEqual(['LIND-2222']);
    expect(choose({ time: thatDay }, { own })).toEqual(['LIND-4M7K', 'LIND-2222']);
    expect(choose({ time: atTen }, { own })).toEqual(['LIND-4M7K']);
  });

  it('is as unknown as none: the answer tells nothing about what is there', () => {
    for (const said of [
      {},
      { reference: 'LIND-4M7K' },
      { name: 'Klein' },
      { time: { ...atTen, local: '2026-12-01' } },
    ]) {
      expect(choose(said)).toBe(choose(said, { own: [] }));
      expect(choose(said, {}, false)).toBe(choose(said, { own: [] }, false));
    }
  });
});

describe('an appointment that this very call has booked', () => {
  const own = [found({ bookedInThisCall: true })];

  it.each([true, false])('needs no second fact, whether or not the number is known: %s', (isNumberKnown) => {
    expect(choose({}, { own }, isNumberKnown)).toEqual(['LIND-4M7K']);
    expect(choose({ name: 'Jonas Veber' }, { own }, isNumberKnown)).toEqual(['LIND-4M7K']);
  });

  it('is not meant when another time is said', () => {
    expect(choose({ time: { ...atTen, local: '2026-11-27T10:00' } }, { own })).toBe('nothing_fits');
  });

  it('is told apart by the name where there are two', () => {
    const two = [...own, { ...lena, bookedInThisCall: true }];
    expect(choose({ name: 'Lena' }, { own: two })).toEqual(['LIND-4M7K', 'LIND-2222']);
    expect(choose({ name: 'Lena Weber' }, { own: two })).toEqual(['LIND-2222']);
  });
});

describe('an appointment of another number', () => {
  const byReference = [jonas];

  it('is spoken of with its reference and its name', () => {
    expect(choose({ reference: 'LIND-4M7K', name: 'Weber' }, { own: [], byReference })).toEqual(['LIND-4M7K']);
    expect(choose({ reference: 'LIND-4M7K', name: 'Weber' }, { own: [], byReference }, false)).toEqual(['LIND-4M7K']);
  });

  it.each<[string, Partial<SaidAppointment>, boolean, string]>([
    ['its reference', { reference: 'LIND-4M7K' }, true, 'second_fact_missing'],
    ['its reference and its time', { reference: 'LIND-4M7K', time: atTen }, true, 'nothing_fits'],
    ['its reference, from a withheld number', { reference: 'LIND-4M7K' }, false, 'second_fact_missing'],
    [
      'reference and time, from a withheld number',
      { reference: 'LIND-4M7K', time: atTen },
      false,
      'second_fact_missing',
    ],
    ['reference and another name', { reference: 'LIND-4M7K', name: 'Klein' }, false, 'nothing_fits'],
  ])('is not spoken of with %s', (_, said, isNumberKnown, kind) => {
    expect(choose(said, { own: [], byReference }, isNumberKnown)).toBe(kind);
  });
});

describe('one person', () => {
  it.each([
    ['Jürgen Groß', 'JUERGEN GROSS'],
    ['Groß', 'Jürgen Groß'],
    ['Frau Dr. Vogt', 'Lena Vogt'],
    ['Lena Müller-Vogt', 'Lena Mueller Vogt'],
  ])('is %j as said and %j as recorded', (said, name) => {
    expect(isSamePerson(said, name)).toBe(true);
  });

  it.each([
    ['Jürgen', 'Jürgen Groß'],
    ['Jürgen Groß Klein', 'Jürgen Groß'],
    ['', 'Jürgen Groß'],
    [null, 'Jürgen Groß'],
    ['Groß', null],
    [null, null],
    ['Herr', 'Herr'],
  ])('is not %j and %j', (said, name) => {
    expect(isSamePerson(said, name)).toBe(false);
  });
});
