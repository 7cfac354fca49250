import { metricsRegistry } from './metrics';
import { scrapedGauge } from './scraped-gauge';

const scrape = (name: string) => metricsRegistry.getSingleMetricAsString(name);

describe('a gauge that is measured when it is scraped', () => {
  it('shows what is so now, and nothing that was so before', async () => {
    let depths: Record<string, number> = { a: 1, b: 2 };
    scrapedGauge({ name: 'test_depth', help: 'x', labelNames: ['queue'] }, (gauge) => {
      for (const [queue, depth] of Object.entries(depths)) gauge.set({ queue }, depth);
    });
    expect(await scrape('test_depth')).toContain('test_depth{queue="b"} 2');
    depths = { a: 7 };
    expect(await scrape('test_depth')).toContain('test_depth{queue="a"} 7');
    expect(await scrape('test_depth')).not.toContain('queue="b"');
  });

  it('is left out when it cannot be measured, and that is counted', async () => {
    let away = false;
    scrapedGauge({ name: 'test_lag', help: 'x' }, (gauge) => {
      if (away) throw new Error('database is away');
      gauge.set(3);
    });
    expect(await scrape('test_lag')).toMatch(/^test_lag 3$/m);
    away = true;
    expect(await scrape('test_lag')).not.toMatch(/^test_lag /m);
    expect(await scrape('callbook_measurements_failed_total')).toContain('{metric="test_lag"} 1');
  });

  it('is left out as a whole when it fails half way, labels or not', async () => {
    let away = false;
    scrapedGauge({ name: 'test_half', help: 'x', labelNames: ['queue'] }, (series) => {
      series.set({ queue: 'a' }, 1);
      if (away) throw new Error('broker is away');
    });
    expect(await scrape('test_half')).toContain('test_half{queue="a"} 1');
    away = true;
    expect(await scrape('test_half')).not.toContain('queue="a"');
  });

  it('does not show what was measured too late, not even in the next scrape', async () => {
    jest.useFakeTimers();
    try {
      let finish = (): void => undefined;
      scrapedGauge({ name: 'test_late', help: 'x', labelNames: ['queue'] }, async (series) => {
        await new Promise<void>((done) => (finish = done));
        series.set({ queue: 'a' }, 1);
      });
      const first = scrape('test_late');
      await jest.advanceTimersByTimeAsync(1_000);
      expect(await first).not.toContain('queue="a"');
      const finishFirst = finish;
      const second = scrape('test_late');
      finishFirst();
      await jest.advanceTimersByTimeAsync(1_000);
      expect(await second).not.toContain('queue="a"');
    } finally {
      jest.useRealTimers();
    }
  });

  it('does not hold up the scrape when the measurement hangs', async () => {
    jest.useFakeTimers();
    try {
      scrapedGauge({ name: 'test_stuck', help: 'x' }, () => new Promise<void>(() => undefined));
      const text = scrape('test_stuck');
      await jest.advanceTimersByTimeAsync(1_000);
      expect(await text).not.toMatch(/^test_stuck /m);
    } finally {
      jest.useRealTimers();
    }
  });

  it('is the same one when it is registered again, measured in the new way', async () => {
    const make = (value: number) => scrapedGauge({ name: 'test_twice', help: 'x' }, (series) => series.set(value));
    expect(make(1)).toBe(make(2));
    expect(await scrape('test_twice')).toMatch(/^test_twice 2$/m);
  });
});
