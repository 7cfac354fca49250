/**
 * One measurement for all gauges and scrapes that want it within `forMs` of its beginning. None is begun while another
 * runs: however often it is scraped, a broker or database that does not answer is asked once. A failure is not kept.
 */
export function sharedMeasurement<T>(forMs: number, measure: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  let last: { readonly result: T; readonly begunAt: number } | undefined;
  const begin = async (): Promise<T> => {
    const begunAt = performance.now();
    const result = await measure();
    last = { result, begunAt };
    return result;
  };
  return () => {
    if (running) return running;
    if (last && performance.now() - last.begunAt < forMs) return Promise.resolve(last.result);
    running = begin().finally(() => (running = undefined));
    return running;
  };
}
