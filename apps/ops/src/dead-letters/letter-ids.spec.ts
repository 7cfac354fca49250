import { causeOf, deathId } from './letter-ids';

const cause = {
  queue: 'records.booking-created',
  code: 'no_service',
  error: 'no service is called "Föhnen"',
  eventType: 'booking.created.v1',
  company: 'salon-lindenhof',
};

describe('the group of a letter', () => {
  it('is one for errors that differ only in what they quote', () => {
    expect(causeOf({ ...cause, error: 'no service is called "Dauerwelle"' })).toEqual(causeOf(cause));
  });

  it.each([
    { queue: 'records.booking-rescheduled' },
    { code: 'no_staff' },
    { error: 'no service at all' },
    { eventType: null },
    { company: 'praxis-am-markt' },
  ])('is another with %j', (other) => {
    expect(causeOf({ ...cause, ...other }).id).not.toBe(causeOf(cause).id);
  });
});

describe('the id of a death', () => {
  const letter = { queue: 'q', messageId: 'm', deadAt: new Date(5), body: Buffer.from('body') };

  it('is the same for the same message put aside at the same time', () => {
    expect(deathId({ ...letter, body: Buffer.from('body') })).toBe(deathId(letter));
    expect(deathId({ ...letter, deadAt: null })).toBe(deathId({ ...letter, deadAt: null }));
  });

  it.each([{ queue: 'p' }, { messageId: null }, { deadAt: new Date(6) }, { deadAt: null }, { body: Buffer.from('x') }])(
    'is another with %j',
    (other) => {
      expect(deathId({ ...letter, ...other })).not.toBe(deathId(letter));
    },
  );
});
