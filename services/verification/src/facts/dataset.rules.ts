const DATASET_WORD = /^[a-z][A-Za-z]{0,39}$/;

/**
 * Whether a dataset (数据集) is named by its source: by the source's code (all its datasets), or as `<source>.<dataset>`.
 * A word without digits has no place for the number of a person or an account, and names are few enough to count by.
 */
export function isDatasetOf(agency: string, dataset: string): boolean {
  return (
    dataset === agency ||
    (dataset.startsWith(`${agency}.`) && DATASET_WORD.test(dataset.slice(agency.length + 1)))
  );
}
