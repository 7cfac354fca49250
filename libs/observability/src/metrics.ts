import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Every metric of this process. Labels never carry personal data: a company's slug is the finest grain. */
export const metricsRegistry = new Registry();

export interface MetricOptions {
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly string[];
}

/** Registering a name again gives the metric that is there, so a module can be made twice in one process (tests). */
export function counter(options: MetricOptions): Counter {
  return registered(options.name) ?? new Counter({ ...definition(options) });
}

export function gauge(options: MetricOptions): Gauge {
  return registered(options.name) ?? new Gauge({ ...definition(options) });
}

/** @param options.buckets upper bounds, in the metric's unit (seconds by convention) */
export function histogram(options: MetricOptions & { readonly buckets?: readonly number[] }): Histogram {
  return (
    registered(options.name) ??
    new Histogram({ ...definition(options), ...(options.buckets && { buckets: [...options.buckets] }) })
  );
}

function definition({ name, help, labelNames = [] }: MetricOptions) {
  return { name, help, labelNames: [...labelNames], registers: [metricsRegistry] };
}

function registered<T>(name: string): T | undefined {
  return metricsRegistry.getSingleMetric(name) as T | undefined;
}
