import { Counter } from 'prom-client';

/** What is counted of the audit as it happens; the rest is read when it is asked for (`audit-figures.ts`). */
export const auditMetrics = {
  sealed: new Counter({ name: 'minzheng_audit_sealed_total', help: 'Audit entries sealed by this process' }),
  alerts: new Counter({
    name: 'minzheng_audit_alerts_total',
    help: 'Alerts to the auditor',
    labelNames: ['kind'],
  }),
};
