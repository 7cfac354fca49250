import { Gauge } from 'prom-client';
import { counter, metricsRegistry, type MetricOptions } from './metrics';

/** Sets the series as they are now. */
export type Measure = (gauge: Gauge) => Promise<void> | void;

/** A scrape waits no longer than this for a measurement. */
const measureTimeoutMs = 1_000;

const failures = counter({
  name: 'callbook_measurements_failed_total',
  help: 'Scrapes in which a metric could not be measured, and therefore was left out.',
  labelNames: ['metric'],
});

/**
 * A gauge that is measured when it is scraped: the depth of a queue, the lag of an outbox. What cannot be measured in
 * time is left out of the scrape instead of shown as it once was. Registering a name again gives the gauge that is there.
 */
export function scrapedGauge({ name, help, labelNames = [] }: MetricOptions, measure: Measure): Gauge {
  const registered = metricsRegistry.getSingleMetric(name) as Gauge | undefined;
  if (registered) return registered;
  return new Gauge({
    name,
    help,
    labelNames: [...labelNames],
    registers: [metricsRegistry],
    async collect() {
      this.reset();
      if (labelNames.length === 0) this.remove(); // reset() leaves a plain gauge at 0, which would be a claim
      try {
        await within(measureTimeoutMs, measure(this));
      } catch {
        this.remove();
        failures.inc({ metric: name });
      }
    },
  });
}

async function within(ms: number, work: Promise<void> | void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_settle, reject) => {
    timer = setTimeout(() => reject(new Error(`not measured within ${ms} ms`)), ms);
  });
  await Promise.race([work, tooLate]).finally(() => clearTimeout(timer));
}
