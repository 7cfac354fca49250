import { NoSuchPath, withValueAt } from './set-path';

const body = { id: 'x', data: { attendee: { email: 'a' }, segments: [{ uid: '1' }], price: null } };

describe('a value at a path', () => {
  it.each([
    ['id', 'y', { ...body, id: 'y' }],
    ['data.attendee.email', 'b', { ...body, data: { ...body.data, attendee: { email: 'b' } } }],
    ['data.segments.0.uid', '2', { ...body, data: { ...body.data, segments: [{ uid: '2' }] } }],
    ['data.segments.1', { uid: '9' }, { ...body, data: { ...body.data, segments: [{ uid: '1' }, { uid: '9' }] } }],
    ['data.segments.0', undefined, { ...body, data: { ...body.data, segments: [] } }],
    ['data.new', 1, { ...body, data: { ...body.data, new: 1 } }],
    ['data.price', undefined, { id: 'x', data: { attendee: { email: 'a' }, segments: [{ uid: '1' }] } }],
    ['data', 1, { id: 'x', data: 1 }],
  ])('%s is set to %j', (path, value, expected) => {
    const before = structuredClone(body);
    expect(withValueAt(body, path, value)).toEqual(expected);
    expect(body).toEqual(before);
  });

  it.each([
    ['nothing.email', 'there is no nothing'],
    ['data.attendee.email.x', 'data.attendee.email has no fields'],
    ['data.price.minor', 'data.price has no fields'],
    ['data.segments.2', 'data.segments.2 is no place in a list of 1'],
    ['data.segments.x', 'data.segments.x is no place in a list of 1'],
    ['data.toString.x', 'there is no data.toString'],
  ])('cannot be set at %s: %s', (path, why) => {
    expect(() => withValueAt(body, path, 1)).toThrow(new NoSuchPath(why));
  });

  it('gives nobody another prototype', () => {
    const changed = withValueAt(body, '__proto__', { isAdmin: true }) as { isAdmin?: boolean };
    expect(changed.isAdmin).toBeUndefined();
  });
});
