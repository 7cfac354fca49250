import { setTimeout as pause } from 'node:timers/promises';

/**
 * Begins something so often a second until `over` is aborted, whatever becomes of what was begun before. Resolves when
 * the last of it has ended.
 */
export async function steadily(perSecond: number, over: AbortSignal, begin: () => Promise<void>): Promise<void> {
  if (perSecond === 0) return;
  const underWay = new Set<Promise<void>>();
  const began = performance.now();
  for (let number = 1; !over.aborted; number++) {
    const one = begin();
    underWay.add(one);
    void one.finally(() => underWay.delete(one));
    const due = began + (number * 1_000) / perSecond;
    await pause(Math.max(0, due - performance.now()), undefined, { signal: over }).catch(() => undefined);
  }
  await Promise.all(underWay);
}
