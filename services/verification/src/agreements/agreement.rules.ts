import type { CivilDate } from '@minzheng/kernel/months';

/** What is needed of an agreement to see whether it covers something. */
export interface AgreementScope {
  readonly id: string;
  readonly dataset: string;
  readonly validFrom: CivilDate;
  /** The last day. */
  readonly validTo: CivilDate;
}

/**
 * The agreement under which a dataset is exchanged on a day: that of the dataset itself, else the one of all datasets of
 * its agency.
 *
 * @param agreements - active ones of one agency and direction
 */
export function agreementFor<Agreement extends AgreementScope>(
  agreements: readonly Agreement[],
  dataset: string,
  today: CivilDate,
): Agreement | undefined {
  const inForce = agreements.filter(({ validFrom, validTo }) => validFrom <= today && today <= validTo);
  return (
    inForce.find((agreement) => agreement.dataset === dataset) ??
    inForce.find((agreement) => dataset.startsWith(`${agreement.dataset}.`))
  );
}
