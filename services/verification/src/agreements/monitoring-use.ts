import type { Queries } from '../facts/fact.reader.js';
import { agreedUse, type AgreedPurposes } from './agreed-purposes.rules.js';
import { readAgreedPurposes } from './agreed-purposes.js';

const MONITORING = 'MONITORING';

const isWhole = ({ agency, dataset }: { readonly agency: string; readonly dataset: string }): boolean =>
  dataset === '' || dataset === agency;

/** What of agencies' data their agreements let monitoring use (监测用途). */
export interface MonitoringUse {
  /** Of a dataset, or with the agency's own code of all that it sends. */
  allows(source: { readonly agency: string; readonly dataset: string }): boolean;
  /** Agencies of which at least some dataset may not be used: what they do not tell says nothing. */
  readonly withheld: ReadonlySet<string>;
}

export const ALL_MAY_BE_USED: MonitoringUse = { allows: () => true, withheld: new Set() };

/** Looked at once for each agreement and dataset, not for each fact. DS809 on the purpose of shared data; verification 5.1. */
export function monitoringUse(agreements: readonly AgreedPurposes[]): MonitoringUse {
  const agreed = agreedUse(agreements, [MONITORING]);
  const agencies = new Set(agreements.map(({ agency }) => agency));
  const withheld = new Set([...agencies].filter((agency) => !agreed.agency(agency)));
  if (withheld.size === 0) return ALL_MAY_BE_USED;
  const known = new Map<string, boolean>();
  return {
    withheld,
    allows({ agency, dataset }) {
      if (!withheld.has(agency)) return true;
      const name = `${agency} ${dataset}`;
      const isAllowed =
        known.get(name) ?? (!isWhole({ agency, dataset }) && agreed.dataset({ agency, dataset }));
      known.set(name, isAllowed);
      return isAllowed;
    },
  };
}

/** By whoever asks: what holds for one of a transaction's batches holds for the next. */
const KNOWN = new WeakMap<Queries, Promise<MonitoringUse>>();

export function readMonitoringUse(queries: Queries): Promise<MonitoringUse> {
  const known = KNOWN.get(queries) ?? readAgreedPurposes(queries).then(monitoringUse);
  KNOWN.set(queries, known);
  return known;
}
