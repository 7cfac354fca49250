import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { repeatedly } from './repeatedly';

describe('what is done repeatedly', () => {
  /** A promise, and what fulfils it. */
  function gate(): { readonly opened: Promise<void>; open(): void } {
    let open = () => {};
    return { opened: new Promise<void>((resolve) => (open = resolve)), open: () => open() };
  }

  function app(execute: () => Promise<boolean>, everyMs = 1) {
    @Module({ providers: [repeatedly('specs', [], () => ({ everyMs, execute }))] })
    class Repeating {}
    return NestFactory.createApplicationContext(Repeating, { logger: false });
  }

  it('goes on at once while there is more, and then at intervals', async () => {
    const answers = [true, true, false];
    const again = gate();
    let times = 0;
    const context = await app(async () => {
      times += 1;
      if (times === 5) again.open();
      return answers.shift() ?? false;
    });
    await again.opened;
    await context.close();
    expect(answers).toEqual([]);
  });

  it('does not wait for the interval while there is more', async () => {
    const done = gate();
    let times = 0;
    const hour = 3_600_000;
    const context = await app(async () => {
      times += 1;
      if (times === 3) done.open();
      return times < 3;
    }, hour);
    await done.opened;
    await context.close();
    expect(times).toBe(3);
  });

  it('goes on after a failure', async () => {
    const again = gate();
    let times = 0;
    const context = await app(async () => {
      times += 1;
      if (times === 1) throw new Error('the database is away');
      again.open();
      return false;
    });
    await again.opened;
    await context.close();
    expect(times).toBeGreaterThan(1);
  });

  it('is finished before the app has ended, and not begun again although there is more', async () => {
    const [begun, finish] = [gate(), gate()];
    let [running, times, isClosed] = [0, 0, false];
    const context = await app(async () => {
      times += 1;
      running += 1;
      begun.open();
      await finish.opened;
      running -= 1;
      return true;
    });
    await begun.opened;
    const closing = context.close().then(() => (isClosed = true));
    for (let turns = 0; turns < 20; turns += 1) await new Promise(setImmediate);
    expect(isClosed).toBe(false);
    finish.open();
    await closing;
    expect([running, times]).toEqual([0, 1]);
  });
});
