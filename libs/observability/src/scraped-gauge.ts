import { Gauge } from 'prom-client';
import { counter, metricsRegistry, type MetricOptions } from './metrics';

/** Where a measurement puts the series as they are now. */
export interface MeasuredSeries {
  set(value: number): void;
  set(labels: Readonly<Record<string, string | number>>, value: number): void;
}

export type Measure = (series: MeasuredSeries) => Promise<void> | void;

/** A scrape waits no longer than this for a measurement. */
const measureTimeoutMs = 1_000;

const failures = counter({
  name: 'callbook_measurements_failed_total',
  help: 'Scrapes in which a metric could not be measured, and therefore was left out.',
  labelNames: ['metric'],
});

const measures = new Map<string, Measure>();

/**
 * A gauge that is measured when it is scraped: the depth of a queue, the lag of an outbox. What cannot be measured in
 * time is left out of the scrape instead of shown as it once was. Registering a name again gives the gauge that is there,
 * with the new measurement: the module that had it first may be closed.
 */
export function scrapedGauge({ name, help, labelNames = [] }: MetricOptions, measure: Measure): Gauge {
  measures.set(name, measure);
  const registered = metricsRegistry.getSingleMetric(name) as Gauge | undefined;
  if (registered) return registered;
  return new Gauge({
    name,
    help,
    labelNames: [...labelNames],
    registers: [metricsRegistry],
    async collect() {
      clear(this, labelNames);
      const measured = new Measured();
      try {
        await within(measureTimeoutMs, measures.get(name)?.(measured));
        measured.show(this);
      } catch {
        failures.inc({ metric: name });
      }
    },
  });
}

/** Kept until the measurement is complete: one that fails half way or comes too late shows nothing. */
class Measured implements MeasuredSeries {
  private readonly series: (readonly [Readonly<Record<string, string | number>>, number])[] = [];

  set(first: Readonly<Record<string, string | number>> | number, value = 0): void {
    this.series.push(typeof first === 'number' ? [{}, first] : [first, value]);
  }

  show(gauge: Gauge): void {
    for (const [labels, value] of this.series) gauge.set(labels, value);
  }
}

function clear(gauge: Gauge, labelNames: readonly string[]): void {
  gauge.reset();
  if (labelNames.length === 0) gauge.remove(); // reset() leaves a plain gauge at 0, which would be a claim
}

async function within(ms: number, work: Promise<void> | void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_settle, reject) => {
    timer = setTimeout(() => reject(new Error(`not measured within ${ms} ms`)), ms);
  });
  await Promise.race([work, tooLate]).finally(() => clearTimeout(timer));
}
