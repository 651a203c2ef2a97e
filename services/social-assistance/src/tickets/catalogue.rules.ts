import { enumNames } from '@minzheng/contracts/catalogue';
import { ReferralNeedSchema } from '@minzheng/contracts/referrals';

/** An item of the published catalogue of assistance (救助服务清单, R23): who handles a need. */
export interface CatalogueItem {
  /** A ReferralNeed of the catalogue of messages, or a programme of this service. */
  readonly need: string;
  /** Short name of a service, agency code, UNION or PARTY; `assistance`: this service. */
  readonly receiver: string;
  readonly zh: string;
  readonly en: string;
}

/** Who decides here. */
export const HERE = 'assistance';

/** Programmes that are asked for by their own names. */
const PROGRAMMES = [
  'DIBAO',
  'EDGE',
  'RIGID',
  'TEKUN',
  'TEMP_AID',
  'DISABILITY_LIVING',
  'DISABILITY_CARE',
  'PRICE_SUBSIDY',
  'MEDICAL_FUND',
  'HEATING',
  'FUNERAL',
];
const REFERRAL_NEEDS: ReadonlySet<string> = new Set(enumNames(ReferralNeedSchema));
const NEEDS: ReadonlySet<string> = new Set([...REFERRAL_NEEDS, ...PROGRAMMES]);

/** Programmes that answer a need of another name. */
const ANSWERED_BY: ReadonlyMap<string, readonly string[]> = new Map([
  ['SINGLE_PERSON_GUARANTEE', ['DIBAO']],
  ['DISABILITY_SUBSIDY', ['DISABILITY_LIVING', 'DISABILITY_CARE']],
  // one application, classified by its result (国办发〔2023〕39号 §5)
  ['DIBAO', ['DIBAO', 'EDGE', 'RIGID']],
  ['EDGE', ['DIBAO', 'EDGE', 'RIGID']],
  ['RIGID', ['DIBAO', 'EDGE', 'RIGID']],
]);

/** True for what can be sent to others as a need. */
export const isReferralNeed = (need: string): boolean => REFERRAL_NEEDS.has(need);

/** Those that are no needs. */
export const unknownNeeds = (needs: readonly string[]): string[] => needs.filter((need) => !NEEDS.has(need));

/** Whether a case of the programme is an answer to the need. */
export const isAnsweredBy = (need: string, programme: string): boolean =>
  (ANSWERED_BY.get(need) ?? [need]).includes(programme);

/** Those of the needs that only others handle. */
export function needsOfOthers(catalogue: readonly CatalogueItem[], needs: readonly string[]): string[] {
  return needs.filter((need) => {
    const items = catalogue.filter((item) => item.need === need);
    return items.length > 0 && items.every(({ receiver }) => receiver !== HERE);
  });
}

/** Those of the needs that the receiver does not handle, by the catalogue. */
export function astray(
  catalogue: readonly CatalogueItem[],
  needs: readonly string[],
  receiver: string,
): string[] {
  return needs.filter(
    (need) =>
      !isReferralNeed(need) ||
      !catalogue.some((item) => item.need === need && item.receiver === receiver && receiver !== HERE),
  );
}
