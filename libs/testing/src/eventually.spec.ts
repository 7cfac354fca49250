import { eventually, eventuallyHolds } from './eventually';

describe('eventually', () => {
  const soon = { timeoutMs: 30, everyMs: 5 };

  it('returns the first truthy answer', async () => {
    const answers = [undefined, 0, '', 'here'];
    await expect(eventually('an answer', () => answers.shift(), soon)).resolves.toBe('here');
  });

  it('takes a throw for "not yet"', async () => {
    let calls = 0;
    const probe = async () => {
      if (++calls < 3) throw new Error('too early');
      return calls;
    };
    await expect(eventually('a third call', probe, soon)).resolves.toBe(3);
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

  it('asks once more after the time is over, however slow a probe is', async () => {
    let calls = 0;
    const slow = () => new Promise<boolean>((settle) => setTimeout(() => settle(++calls === 2), 40));
    await expect(eventually('a second look', slow, { timeoutMs: 45, everyMs: 10 })).resolves.toBe(true);
  });
});

describe('eventuallyHolds', () => {
  it('runs assertions until they hold', async () => {
    let seen = 0;
    await eventuallyHolds('three', () => expect(++seen).toBe(3), { timeoutMs: 1_000, everyMs: 1 });
    expect(seen).toBe(3);
  });
});
