import { safeLine } from './safe-line';

describe('a log line', () => {
  it('keeps a plain message', () => {
    expect(safeLine(['catalogue is at version 3'])).toEqual([{}, 'catalogue is at version 3']);
  });

  it('keeps allowed fields beside a scrubbed message', () => {
    expect(safeLine([{ context: 'Spool', email: 'a@b.de' }, 'for a@b.de'])).toEqual([
      { context: 'Spool', redactedCount: 1 },
      'for [e-mail]',
    ]);
  });

  it('does not take an error by its word', () => {
    const [fields, message] = safeLine([new Error('refused: Jonas Weber')]);
    expect(message).toBe('refused');
    expect(JSON.stringify(fields)).not.toContain('Jonas');
    expect(fields.error).toMatchObject({ name: 'Error', message: 'refused' });
  });

  it('finds an error in either of its usual fields', () => {
    for (const field of ['err', 'error']) {
      expect(safeLine([{ [field]: new Error('why: x') }, 'it failed'])).toMatchObject([
        { error: { message: 'why' } },
        'it failed',
      ]);
    }
  });

  it('leaves out values that were to be put into the message', () => {
    expect(safeLine([{}, 'booked by %s', 'Jonas Weber'])).toEqual([{}, 'booked by %s']);
  });

  it('survives what nobody should log', () => {
    for (const odd of [undefined, null, 7, Symbol('x'), () => 1]) expect(safeLine([odd])).toEqual([{}, '']);
  });
});
