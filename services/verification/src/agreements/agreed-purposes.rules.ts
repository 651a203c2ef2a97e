/** What the facts of a dataset may be used for by its agreement (协议约定用途); without any purpose for all. */
export interface AgreedPurposes {
  readonly agency: string;
  /** The agency's code for all its datasets, or `<agency>.<dataset>`. */
  readonly dataset: string;
  readonly purposes: readonly string[];
}

/** Whether agreements allow that what agencies have sent is used for some purposes. */
export interface AgreedUse {
  /** Of all that the agency has agreed to send. */
  agency(agency: string): boolean;
  /** Of one dataset. */
  dataset(source: { readonly agency: string; readonly dataset: string }): boolean;
}

/**
 * What is used for a purpose has to be allowed by the agreement under which it came (verification 5.1; DS809 on the purpose of
 * shared data). Of who has none, as the platform's own services, nothing is limited.
 *
 * @param agreements - of the agencies of whom one limits what for
 */
export function agreedUse(agreements: readonly AgreedPurposes[], purposes: readonly string[]): AgreedUse {
  const allows = (agreement: AgreedPurposes) =>
    agreement.purposes.length === 0 || purposes.every((purpose) => agreement.purposes.includes(purpose));
  const ofAgency = (agency: string) => agreements.filter((agreement) => agreement.agency === agency);
  const dataset: AgreedUse['dataset'] = (source) => {
    const covering = ofAgency(source.agency).filter(
      (agreement) => agreement.dataset === source.agency || agreement.dataset === source.dataset,
    );
    return covering.length === 0 || covering.some(allows);
  };
  return {
    dataset,
    agency: (agency) => ofAgency(agency).every((agreement) => dataset(agreement)),
  };
}
