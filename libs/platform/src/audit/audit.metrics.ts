import { Counter, Gauge } from 'prom-client';

/** What an operator watches of the audit. */
export const auditMetrics = {
  unsealed: new Gauge({ name: 'minzheng_audit_unsealed_entries', help: 'Audit entries without their seal' }),
  unsealedAge: new Gauge({
    name: 'minzheng_audit_unsealed_oldest_seconds',
    help: 'Age of the oldest audit entry without its seal',
  }),
  sealed: new Counter({ name: 'minzheng_audit_sealed_total', help: 'Audit entries sealed by this process' }),
  alerts: new Counter({
    name: 'minzheng_audit_alerts_total',
    help: 'Alerts to the auditor',
    labelNames: ['kind'],
  }),
};
