import type { Language } from './language.js';
import { bodyOf } from './problem.filter.js';
import { Problem, PROBLEMS, type ProblemOptions, type ProblemType } from './problem.js';
import { validationMessage } from './validation-messages.js';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';

/** Members that some problems have beside those of RFC 9457. */
const OPTIONS: Readonly<Record<string, ProblemOptions>> = {
  [PROBLEMS.validation.name]: {
    errors: [{ field: 'members.0.idNumber', code: 'missing', message: validationMessage('missing') }],
  },
  [PROBLEMS.scopeMissing.name]: { extensions: { required: ['assistance:cases:approve'] } },
  [PROBLEMS.versionConflict.name]: { extensions: { currentVersion: 4 } },
  [PROBLEMS.illegalTransition.name]: { extensions: { state: 'CLOSED', command: 'submit' } },
  [PROBLEMS.policyMissing.name]: {
    extensions: { key: 'assistance.standardMonthlyFen', region: '510802', on: '2025-05-12' },
  },
};

/** A body as the problem is answered with. */
export function exampleOf(type: ProblemType, language: Language): Record<string, unknown> {
  return bodyOf(new Problem(type, OPTIONS[type.name]), language, TRACE_ID);
}
