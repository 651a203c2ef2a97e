import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Gauge } from 'prom-client';
import type { Metrics } from './metrics.js';

/** A renewed certificate is a new file in the same place. */
const EVERY_MS = 60_000;
const MILLISECONDS = 1_000;
const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** Until when what others trust is good: certificates by themselves, keys because somebody has said so. */
export class Expiries {
  readonly #expires: Gauge<'kind' | 'name'>;

  constructor(private readonly metrics: Metrics) {
    this.#expires = new Gauge({
      name: 'minzheng_expires_timestamp_seconds',
      help: 'Until when a certificate or a key is good',
      labelNames: ['kind', 'name'] as const,
      registers: [metrics.registry],
    });
  }

  /**
   * Of several certificates in a file the one that ends first counts.
   *
   * @param name - in metrics: `kafka`
   */
  certificate(name: string, file: string): void {
    this.metrics.onScrape(
      `certificate ${name}`,
      async () => this.#set('certificate', name, firstEnd(await readFile(file, 'utf8'))),
      EVERY_MS,
    );
  }

  /** @param name - in metrics: `reports` */
  key(name: string, until: Date): void {
    this.#set('key', name, until);
  }

  #set(kind: 'certificate' | 'key', name: string, until: Date): void {
    this.#expires.set({ kind, name }, until.getTime() / MILLISECONDS);
  }
}

/** @throws RangeError when there is no certificate in the text */
function firstEnd(text: string): Date {
  const ends = (text.match(PEM) ?? []).map((pem) => new X509Certificate(pem).validToDate);
  const [first] = ends.toSorted((a, b) => a.getTime() - b.getTime());
  if (!first) throw new RangeError('the file holds no certificate');
  return first;
}
