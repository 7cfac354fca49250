import { literally, rightsOf, subscriberName } from './subscriber-rights';

/** As RabbitMQ's own: PCRE, looked for anywhere in the text. */
const allows = (pattern: string, text: string) => new RegExp(pattern.replaceAll('\\z', '$(?![^])')).test(text);

describe('what a subscriber may do at the broker', () => {
  const { user, exchange, permissions, topicPermissions } = rightsOf('', 'crm', 'salon-lindenhof');

  it.each([
    'booking.created.v1.salon-lindenhof',
    'booking.*.v1.salon-lindenhof',
    'booking.awaiting-confirmation.*.salon-lindenhof',
    '*.*.*.salon-lindenhof',
  ])('binds with %s', (key) => {
    expect(allows(topicPermissions.read, key)).toBe(true);
  });

  it.each([
    '#',
    '*.*.*.*',
    'booking.#',
    '#.salon-lindenhof',
    'booking.created.v1.#',
    'booking.created.v1.praxis-am-markt',
    'booking.created.v1.salon-lindenhof-2',
    'booking.created.v1.other-salon-lindenhof',
    'salon-lindenhof',
    'a.b.v1.x.salon-lindenhof',
    'booking.created.v1.salon-lindenhof\n',
    '',
  ])('does not bind with %j', (key) => {
    expect(allows(topicPermissions.read, key)).toBe(false);
  });

  it('makes, fills and reads what begins with its own name, and nothing else', () => {
    for (const pattern of Object.values(permissions)) {
      expect(allows(pattern, 'subscriber.crm.events')).toBe(true);
      for (const foreign of [
        'subscriber.crm',
        'subscriber.crm2.events',
        'subscriberXcrm.events',
        'records.booking-created',
      ])
        expect(allows(pattern, foreign)).toBe(false);
      for (const exchangeOfOurs of ['callbook.events', 'amq.default', 'amq.topic', '', `${exchange}.x`])
        expect(allows(pattern, exchangeOfOurs)).toBe(false);
    }
  });

  it('reads the public exchange, and publishes to nothing but its own', () => {
    expect(allows(permissions.read, exchange)).toBe(true);
    expect(allows(permissions.configure, exchange)).toBe(false);
    expect(allows(permissions.write, exchange)).toBe(false);
    expect(topicPermissions.exchange).toBe(exchange);
  });

  it('carries the prefix of the installation, of which no character is a pattern', () => {
    const prefixed = rightsOf('test-1.', 'crm', 'salon');
    expect(prefixed.user).toBe(`test-1.${user}`);
    expect(allows(prefixed.permissions.read, 'test-1.subscriber.crm.events')).toBe(true);
    expect(allows(prefixed.permissions.read, 'test-1Xsubscriber.crm.events')).toBe(false);
    expect(literally('a.b*(c)|^')).toBe('a\\.b\\*\\(c\\)\\|\\^');
  });

  it.each(['crm', 'c', '2nd-crm', 'a'.repeat(40)])('may be called %s', (name) => {
    expect(subscriberName.test(name)).toBe(true);
  });

  it.each(['', 'CRM', 'a.b', 'a_b', '-a', 'a-', '.*', 'a b', 'a'.repeat(41), 'ä', 'a\n'])(
    'may not be called %j',
    (name) => {
      expect(subscriberName.test(name)).toBe(false);
    },
  );
});
