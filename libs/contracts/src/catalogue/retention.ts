import { topicName } from './topics.js';

/** Topics carry and archive nothing: the archive is the tables of who writes them. */
const KEPT_DAYS = 30;
/** Where only a consent opens some of what is in a topic, so that its erasure can be kept (PIPL arts. 15, 47). */
const KEPT_DAYS_GATED = 7;

/** Topics in which there are facts that only a consent (授权) opens: gate C of the registry of fact kinds. */
const CONSENT_GATED: ReadonlySet<string> = new Set([
  // banks, securities firms, insurers, the housing fund, business registers, utilities
  topicName('inbound', 'verification'),
  // status facts of other provinces, which the ministry's link passes on
  topicName('inbound', 'all'),
  // what verification says in place of such facts
  topicName('verification', 'verification'),
]);

const DAY_MS = 86_400_000;

/**
 * For how many days a topic of the catalogue keeps what is in it (保留期): 30, or 7 where a consent gates some of it.
 *
 * @example retentionDays('minzheng.inbound.verification.v1') // 7
 */
export function retentionDays(topic: string): number {
  return CONSENT_GATED.has(topic) ? KEPT_DAYS_GATED : KEPT_DAYS;
}

/**
 * What follows from it for Kafka, by Kafka's own names. It deletes segments whole, so those of seven days are closed each day: without
 * that a record could stay for another week.
 */
export function retentionSettings(topic: string): Readonly<Record<string, string>> {
  return {
    'retention.ms': String(retentionDays(topic) * DAY_MS),
    ...(CONSENT_GATED.has(topic) ? { 'segment.ms': String(DAY_MS) } : {}),
  };
}
