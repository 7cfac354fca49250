import { sharedMeasurement } from './shared-measurement';

describe('a shared measurement', () => {
  let begun = 0;
  let settle: { readonly result: (value: string) => void; readonly failure: (error: Error) => void };
  const measure = () => {
    begun += 1;
    return new Promise<string>((result, failure) => (settle = { result, failure }));
  };

  beforeEach(() => {
    begun = 0;
    jest.useFakeTimers();
  });
  afterEach(() => jest.useRealTimers());

  it('is made once for all who ask while it runs, however long that is', async () => {
    const ask = sharedMeasurement(1_000, measure);
    const first = ask();
    jest.advanceTimersByTime(60_000);
    const second = ask();
    settle.result('deep');
    expect(await Promise.all([first, second])).toEqual(['deep', 'deep']);
    expect(begun).toBe(1);
  });

  it('counts for a while from its beginning, and is made anew then', async () => {
    const ask = sharedMeasurement(1_000, measure);
    const first = ask();
    settle.result('deep');
    await first;
    jest.advanceTimersByTime(999);
    expect(await ask()).toBe('deep');
    jest.advanceTimersByTime(1);
    const next = ask();
    settle.result('empty');
    expect(await next).toBe('empty');
    expect(begun).toBe(2);
  });

  it('that failed is made anew for the next who asks', async () => {
    const ask = sharedMeasurement(1_000, measure);
    const first = ask();
    settle.failure(new Error('away'));
    await expect(first).rejects.toThrow('away');
    const next = ask();
    settle.result('deep');
    expect(await next).toBe('deep');
  });
});
