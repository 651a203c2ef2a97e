/** What a simulated household is to whoever watches it: on record, with what is known of it beside facts. */
import { economicFacts } from './economic.mjs';

/** Whoever sends all that there is has sent it by the day. */
export const FEEDS = ['TAX', 'HRSS', 'NHSA', 'PSB', 'MCA', 'DPF', 'NR', 'EDU', 'AGR', 'RVP', 'COURT', 'JUS'];

/** @param {import('./household.mjs').Household} household the household on record, as verification keeps it */
export function onRecord(household) {
  const { id, region, hukouType, members, obligors, asOf } = household;
  return {
    ...{ id, service: 'assistance', region: region.slice(0, 9), hukouType, changedOn: asOf, obligors },
    members: members.map(({ personKey, relation, birthDate, livesTogetherSince, study }) => ({
      ...{ personKey, relation, birthDate, livesTogetherSince, study },
    })),
  };
}

/** @param {import('./household.mjs').Household} household @param {string} today */
export function knowledgeOf(household, today) {
  const { consents, reportedOn } = household;
  return {
    answers: [],
    watermarks: FEEDS.map((agency) => ({ agency, dataset: agency, upTo: `${today}T00:00:00+08:00` })),
    consents: consents.map(({ consentId, personKey, datasets, signedOn, validTo }) => ({
      ...{ consentId, personKey, signerKey: personKey, signerRole: /** @type {const} */ ('SELF') },
      ...{ purposes: /** @type {const} */ (['DIBAO']), datasets, signedAt: `${signedOn}T02:00:00Z`, validTo },
    })),
    ...(reportedOn === undefined ? {} : { lastReportValidAt: reportedOn }),
    overlapping: [],
    withheld: new Set(),
  };
}

export { economicFacts };
