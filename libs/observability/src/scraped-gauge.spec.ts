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

  it('is the same one when it is registered again', () => {
    const make = () => scrapedGauge({ name: 'test_twice', help: 'x' }, () => undefined);
    expect(make()).toBe(make());
  });
});
