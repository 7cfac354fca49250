import { firstThatWorks } from './first-that-works';

describe('firstThatWorks', () => {
  const works = (name: string) => ({ name, take: () => Promise.resolve(name) });
  const fails = (name: string, reason: string) => ({ name, take: () => Promise.reject(new Error(reason)) });

  it('takes the first way and says nothing', async () => {
    const log = jest.fn();
    await expect(firstThatWorks('RabbitMQ', [works('Docker'), works('files')], 'remedy', log)).resolves.toBe('Docker');
    expect(log).not.toHaveBeenCalled();
  });

  it('does not try the ways after the one that works', async () => {
    const never = { name: 'never', take: jest.fn() };
    await firstThatWorks('RabbitMQ', [works('Docker'), never], 'remedy', jest.fn());
    expect(never.take).not.toHaveBeenCalled();
  });

  it('falls through with one line that says why, whatever the error looks like', async () => {
    const log = jest.fn();
    const ways = [fails('Docker', 'pull failed:\n  no route\n  to host'), works('files')];
    await expect(firstThatWorks('RabbitMQ', ways, 'remedy', log)).resolves.toBe('files');
    expect(log.mock.calls).toEqual([['RabbitMQ: not Docker: pull failed: no route to host; trying files']]);
  });

  it('tells all reasons and the remedy when nothing works', async () => {
    const ways = [fails('Docker', 'no engine'), fails('files', 'no such file')];
    await expect(firstThatWorks('RabbitMQ', ways, 'Remedy: install one.', jest.fn())).rejects.toThrow(
      'No RabbitMQ for this run.\n  not Docker: no engine\n  not files: no such file\nRemedy: install one.',
    );
  });
});
