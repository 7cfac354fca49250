import { foldedName, requestId, requestKey, type RequestMeaning } from './request-key';

const meaning: RequestMeaning = {
  company: 'salon-lindenhof',
  retellCallId: 'call_1',
  serviceId: '0d3cf1a2-0000-5000-8000-000000000001',
  start: new Date('2026-11-26T09:00:00Z'),
  attendeeName: 'Jürgen Groß',
};

describe('request key', () => {
  it.each(['JUERGEN GROSS', ' jürgen  groß ', 'Juergen-Groß', 'Ju\u0308rgen Gross'])(
    'reads %j as the same person',
    (attendeeName) => {
      expect(requestKey({ ...meaning, attendeeName })).toBe(requestKey(meaning));
    },
  );

  it('counts the start to the minute', () => {
    expect(requestKey({ ...meaning, start: new Date('2026-11-26T09:00:59Z') })).toBe(requestKey(meaning));
    expect(requestKey({ ...meaning, start: new Date('2026-11-26T09:01:00Z') })).not.toBe(requestKey(meaning));
  });

  it.each<Partial<RequestMeaning>>([
    { company: 'praxis-am-markt' },
    { retellCallId: 'call_2' },
    { serviceId: '0d3cf1a2-0000-5000-8000-000000000002' },
    { attendeeName: 'Jürgen Klein' },
    { attendeeName: null },
  ])('differs with %j', (other) => {
    expect(requestKey({ ...meaning, ...other })).not.toBe(requestKey(meaning));
  });

  it('gives every round an id of its own', () => {
    expect(requestId(requestKey(meaning), 1)).not.toBe(requestId(requestKey(meaning), 2));
  });
});

describe('folded name', () => {
  it('is null when nothing is left to tell people apart', () => {
    expect(['', '  ', '--', null].map(foldedName)).toEqual([null, null, null, null]);
  });

  it('keeps other scripts', () => {
    expect(foldedName('Юлия Ёлкина')).toBe('юлия елкина');
    expect(foldedName('山田 太郎')).toBe('山田 太郎');
  });
});
