import { collectDefaultMetrics, Histogram, register, Registry } from 'prom-client';

/** What Prometheus reads at `/metrics`. Others register their own metrics in `registry`. */
export class Metrics {
  readonly registry = new Registry();

  /** Seconds by method, route pattern and status: never a path with ids. */
  readonly requestDuration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Duration of HTTP requests in seconds',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });

  constructor(service: string) {
    this.registry.setDefaultLabels({ service });
    collectDefaultMetrics({ register: this.registry });
  }

  /** Everything as text: this service's registry, and what modules keep in the process-wide one. */
  text(): Promise<string> {
    return Registry.merge([this.registry, register]).metrics();
  }
}
