import type { Logger } from 'pino';
import type { PlatformSettings } from '../config/index.js';
import { NO_TRACING, type Tracing } from './tracing.js';

type Settings = Pick<PlatformSettings, 'otelExporterOtlpEndpoint' | 'otelTracesSamplerArg'>;

/** Traces as the settings ask for them; without a collector nothing of OpenTelemetry is even loaded. */
export async function startTracing(service: string, settings: Settings, logger: Logger): Promise<Tracing> {
  const { otelExporterOtlpEndpoint: endpoint, otelTracesSamplerArg: ratio } = settings;
  if (endpoint === '') return NO_TRACING;
  const { OtlpTracing } = await import('./otlp-tracing.js');
  return new OtlpTracing({ service, endpoint, ratio }, logger);
}
