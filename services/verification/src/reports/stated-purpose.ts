import { enumNames } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import { mentionsPersonalNumber } from '@minzheng/kernel/personal-data';
import { StatesPurpose } from '@minzheng/platform/access';
import { invalidField, Problem, PROBLEMS, Refuses } from '@minzheng/platform/http';
import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CASE_REF } from '../access/case-ref.js';
import { VERIFICATION_PROBLEMS } from './report-problems.js';

/** What for, and in which case, personal data are read. */
export interface StatedPurpose {
  readonly purpose: string;
  readonly caseRef: string;
}

/** Of whoever controls the readers; it opens the records of every purpose. */
export const AUDIT = 'AUDIT';
export const AUDIT_SCOPE = 'verification:audit-entries:read';

/** The headers `X-Purpose` and `X-Case-Ref`, in a method of a controller; refused as {@link statedIn} refuses. */
export const Stated = createParamDecorator((_data: unknown, context: ExecutionContext): StatedPurpose =>
  statedIn(context.switchToHttp().getRequest<FastifyRequest>()),
);

/**
 * @throws Problem `purpose-required` without both headers, `validation` for a purpose that is none and for a case that is
 *   named by an ID number, `scope-missing` for an audit without its scope
 */
export function statedIn({ headers, caller }: FastifyRequest): StatedPurpose {
  const [purpose, caseRef] = [headers['x-purpose'], headers['x-case-ref']];
  if (typeof purpose !== 'string' || typeof caseRef !== 'string' || !CASE_REF.test(caseRef)) {
    throw new Problem(VERIFICATION_PROBLEMS.purposeRequired);
  }
  const purposes = enumNames(PurposeSchema);
  if (!purposes.includes(purpose)) throw invalidField('X-Purpose', 'is-in', purposes);
  if (mentionsPersonalNumber(caseRef)) throw invalidField('X-Case-Ref', 'personal-data');
  if (purpose === AUDIT && !caller?.hasScope(AUDIT_SCOPE)) {
    throw new Problem(PROBLEMS.scopeMissing, { extensions: { required: [AUDIT_SCOPE] } });
  }
  return { purpose, caseRef };
}

export const ApiStatedPurpose = (): MethodDecorator & ClassDecorator =>
  applyDecorators(
    StatesPurpose(enumNames(PurposeSchema)),
    Refuses(VERIFICATION_PROBLEMS.purposeRequired, VERIFICATION_PROBLEMS.noCase),
    ApiHeader({
      name: 'X-Purpose',
      required: true,
      description: `what the data are read for: a purpose of the request; ${AUDIT} needs ${AUDIT_SCOPE}`,
      schema: { type: 'string', enum: [...enumNames(PurposeSchema)], example: 'DIBAO' },
    }),
    ApiHeader({
      name: 'X-Case-Ref',
      required: true,
      description: 'the case that they are read in: caseRef of the request, the requester’s case number',
      schema: { type: 'string', pattern: CASE_REF.source, example: '510802-20250512-0001' },
    }),
  );

/** @throws Problem `no-case` unless the case and one of its purposes, or an audit, were stated */
export function requireCase(stated: StatedPurpose, caseRef: string, purposes: readonly string[]): void {
  const isPurpose = purposes.includes(stated.purpose) || stated.purpose === AUDIT;
  if (stated.caseRef !== caseRef || !isPurpose) throw new Problem(VERIFICATION_PROBLEMS.noCase);
}
