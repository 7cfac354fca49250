import { eventually, eventuallyHolds } from './eventually';

describe('eventually', () => {
  /** For what never comes. */
  const soon = { timeoutMs: 30, everyMs: 5 };
  /** For what does come, on a busy machine too. */
  const patient = { timeoutMs: 10_000, everyMs: 1 };

  it('returns the first truthy answer', async () => {
    const answers = [undefined, 0, '', 'here'];
    await expect(eventually('an answer', () => answers.shift(), patient)).resolves.toBe('here');
  });

  it('takes a throw for "not yet"', async () => {
    let calls = 0;
    const probe = async () => {
      if (++calls < 3) throw new Error('too early');
      return calls;
    };
    await expect(eventually('a third call', probe, patient)).resolves.toBe(3);
  });

  it('says what it wanted and what it last saw', async () => {
    const rows: number[] = [];
    const failure = eventually('two rows', () => (rows.push(1) > 1_000 ? rows : null), soon);
    await expect(failure).rejects.toThrow('Wanted two rows, not so after 30 ms; last saw null');
  });

  it('says what it wanted and with which error it last failed', async () => {
    const failure = eventually('the port', () => Promise.reject(new Error('ECONNREFUSED')), soon);
    await expect(failure).rejects.toThrow('Wanted the port, not so after 30 ms; last error: ECONNREFUSED');
  });

  it('points assertions, which answer nothing, to eventuallyHolds', async () => {
    await expect(eventually('equality', () => expect(1).toBe(1), soon)).rejects.toThrow(/eventuallyHolds/);
  });

  it('counts a success that comes after the time is over, when it was asked for before', async () => {
    const now = jest.spyOn(performance, 'now');
    for (const ms of [0, 40, 90]) now.mockReturnValueOnce(ms); // begin, after the first probe, after the second
    let calls = 0;
    await expect(eventually('a second look', () => ++calls === 2, { timeoutMs: 45, everyMs: 1 })).resolves.toBe(true);
    now.mockRestore();
  });
});

describe('eventuallyHolds', () => {
  it('runs assertions until they hold', async () => {
    let seen = 0;
    await eventuallyHolds('three', () => expect(++seen).toBe(3), { timeoutMs: 10_000, everyMs: 1 });
    expect(seen).toBe(3);
  });
});
