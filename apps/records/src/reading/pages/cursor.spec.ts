import { cursorTo, placeOf } from './cursor';

const place = { at: '2026-11-24T10:00:00.123456Z', id: '6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11' };

describe('a cursor', () => {
  it('leads back to its place, microseconds included', () => {
    expect(placeOf('calls', 'desc', 'time', cursorTo('calls', 'desc', place))).toEqual(place);
    const byKey = { ...place, at: 'herrenhaarschnitt' };
    expect(placeOf('services', 'asc', 'key', cursorTo('services', 'asc', byKey))).toEqual(byKey);
  });

  it('is not taken for one of another list or order', () => {
    expect(placeOf('appointments', 'desc', 'time', cursorTo('calls', 'desc', place))).toBeUndefined();
    expect(placeOf('calls', 'asc', 'time', cursorTo('calls', 'desc', place))).toBeUndefined();
  });

  it.each([
    ['', 'nothing'],
    ['!!', 'no base64'],
    [Buffer.from('calls desc').toString('base64url'), 'cut off'],
    [cursorTo('calls', 'desc', { ...place, at: "2026' OR 1" }), 'another time'],
    [cursorTo('calls', 'desc', { ...place, at: '2026-99-24T10:00:00.000000Z' }), 'no time'],
    [cursorTo('calls', 'desc', { ...place, id: 'x' }), 'no id'],
  ])('"%s" (%s) is none', (cursor) => {
    expect(placeOf('calls', 'desc', 'time', cursor)).toBeUndefined();
  });
});
