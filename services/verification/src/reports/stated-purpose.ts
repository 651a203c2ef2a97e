import { enumNames } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import { Problem } from '@minzheng/platform/http';
import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { VERIFICATION_PROBLEMS } from './report-problems.js';

/** What for, and in which case, personal data are read. */
export interface StatedPurpose {
  readonly purpose: string;
  readonly caseRef: string;
}

const CASE_REF = /^[\x21-\x7e]{1,200}$/;
/** Of whoever controls the readers; it opens the records of every purpose. */
const AUDIT = 'AUDIT';

/** The headers `X-Purpose` and `X-Case-Ref`; without them 400 `purpose-required`. */
export const Stated = createParamDecorator((_data: unknown, context: ExecutionContext): StatedPurpose => {
  const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
  const [purpose, caseRef] = [headers['x-purpose'], headers['x-case-ref']];
  const isPurpose = typeof purpose === 'string' && enumNames(PurposeSchema).includes(purpose);
  if (!isPurpose || typeof caseRef !== 'string' || !CASE_REF.test(caseRef)) {
    throw new Problem(VERIFICATION_PROBLEMS.purposeRequired);
  }
  return { purpose, caseRef };
});

export const ApiStatedPurpose = (): MethodDecorator & ClassDecorator =>
  applyDecorators(
    ApiHeader({ name: 'X-Purpose', required: true, description: 'what the data are read for' }),
    ApiHeader({ name: 'X-Case-Ref', required: true, description: 'the case that they are read in' }),
  );

/** @throws Problem `no-case` unless the case and one of its purposes, or an audit, were stated */
export function requireCase(stated: StatedPurpose, caseRef: string, purposes: readonly string[]): void {
  const isPurpose = purposes.includes(stated.purpose) || stated.purpose === AUDIT;
  if (stated.caseRef !== caseRef || !isPurpose) throw new Problem(VERIFICATION_PROBLEMS.noCase);
}
