import { Problem, problemCatalogue, PROBLEMS, type ProblemType } from '@minzheng/platform/http';
import { FUTURE_INSTANT } from '../facts/profile-instant.js';
import { VERIFICATION_PROBLEMS } from '../reports/report-problems.js';
import { REQUEST_PROBLEMS } from './request-problems.js';
import type { Refusal } from './verification-request.entity.js';

/** What a request may be refused with over HTTP: the same names as `VerificationCompleted` REFUSED carries. */
export const REFUSALS: readonly ProblemType[] = [
  PROBLEMS.consentMissing,
  PROBLEMS.policyMissing,
  FUTURE_INSTANT,
  VERIFICATION_PROBLEMS.householdInvalid,
  VERIFICATION_PROBLEMS.consentExpired,
  VERIFICATION_PROBLEMS.consentScope,
  VERIFICATION_PROBLEMS.purposeMismatch,
  VERIFICATION_PROBLEMS.signerLacksCapacity,
  VERIFICATION_PROBLEMS.powerMissing,
  VERIFICATION_PROBLEMS.unknownKind,
  VERIFICATION_PROBLEMS.invalidAmount,
  VERIFICATION_PROBLEMS.invalidPeriod,
  REQUEST_PROBLEMS.consentTooLong,
  REQUEST_PROBLEMS.declarationMissing,
  REQUEST_PROBLEMS.purposeMissing,
  REQUEST_PROBLEMS.duplicateRequest,
];

/** The refusal as an answer: the first names it, and all of them are in it with their persons. */
export function refusalProblem(refusals: readonly Refusal[]): Problem {
  const type = problemCatalogue().find(({ name }) => name === refusals[0]?.problem);
  return new Problem(type ?? VERIFICATION_PROBLEMS.householdInvalid, { extensions: { refusals } });
}
