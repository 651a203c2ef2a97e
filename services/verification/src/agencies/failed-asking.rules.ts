import { NO_AGREEMENT } from '../agreements/agreement.problems.js';

/** Who was meant could not be resolved: the service that holds the numbers did not answer. */
export const IDENTITIES_UNAVAILABLE = 'identities-unavailable';
/** The gateway has no address of the agency's interface any longer. */
export const NO_INTERFACE = 'no-interface';

const OUR_OWN: ReadonlySet<string> = new Set([NO_AGREEMENT.name, IDENTITIES_UNAVAILABLE, NO_INTERFACE]);

/** Whether it is the agency by which a query could not be asked: the platform's own troubles count against nobody. */
export const isAgencyFailure = (problem: string | undefined): boolean =>
  problem === undefined || !OUR_OWN.has(problem);
