import { OfficialRelatives } from '@minzheng/casework/relatives';
import { enumNames } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import { StatesPurpose, type AuthenticatedCaller, type ConcernedRecord } from '@minzheng/platform/access';
import { Problem, PROBLEMS, Refuses } from '@minzheng/platform/http';
import {
  applyDecorators,
  Injectable,
  SetMetadata,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { VERIFICATION_PROBLEMS } from '../reports/report-problems.js';
import { AUDIT, AUDIT_SCOPE, statedIn } from '../reports/stated-purpose.js';
import { isMemberOf } from '../requests/checked-members.sql.js';

const PURPOSES_READ_FOR = 'verification:purposes';

interface CaseOptions {
  /** What it may be read for, beside an audit; default: any purpose. */
  readonly purposes?: readonly string[];
  /** Citizens read their own here, and state nothing. */
  readonly orOwn?: boolean;
}

/**
 * Lets an official read a record of a person who has stated what for and in which case (section 6): the record's own
 * matter, by its id or its case number, or a case of his region about whose household the person was asked: whoever owes it
 * support is read of in his own. A list of an office's
 * work is of no single case: what is stated is taken down.
 */
@Injectable()
export class StatedCaseGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly dataSource: DataSource,
    private readonly relatives: OfficialRelatives,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { caller, record } = request;
    if (!caller || caller.person !== undefined) return true;
    const { purpose, caseRef } = statedIn(request);
    const purposes = this.reflector.get<readonly string[] | undefined>(
      PURPOSES_READ_FOR,
      context.getHandler(),
    );
    if (purposes && ![...purposes, AUDIT].includes(purpose)) {
      throw new Problem(VERIFICATION_PROBLEMS.noCase, { extensions: { purposes: [...purposes, AUDIT] } });
    }
    if (!record) return true;
    const isOwn = caseRef === record.id || caseRef === record.caseRef;
    if (!isOwn && !(await this.#isAskedAboutIn(caseRef, record, caller))) {
      throw new Problem(VERIFICATION_PROBLEMS.noCase);
    }
    await this.relatives.requireUnrelated(this.dataSource, caller.subject, record.persons);
    return true;
  }

  async #isAskedAboutIn(
    caseRef: string,
    { persons }: ConcernedRecord,
    caller: AuthenticatedCaller,
  ): Promise<boolean> {
    const asked = await this.dataSource.query<{ region: string }[]>(
      `select region from verification_request q
        where case_ref = $1 and person_keys && $2::uuid[] and state not in ('REFUSED', 'CANCELLED')
          and ${isMemberOf('q', 'any($2::uuid[])')}`,
      [caseRef, persons],
    );
    return asked.some(({ region }) => caller.covers(region));
  }
}

/**
 * The route shows data of persons to officials who state `X-Purpose` and `X-Case-Ref`: without them 400 `purpose-required`,
 * with those of another matter 403 `no-case`, about the official in person or a relative 403 `conflict-of-interest`.
 *
 * @example \@InStatedCase({ purposes: ['MONITORING'] })
 */
export const InStatedCase = ({ purposes, orOwn = false }: CaseOptions = {}): MethodDecorator => {
  const named = purposes ? [...purposes, AUDIT] : [...enumNames(PurposeSchema)];
  const ofOfficials = orOwn ? '; not of a citizen, who reads the own' : '';
  return applyDecorators(
    SetMetadata(PURPOSES_READ_FOR, purposes),
    UseGuards(StatedCaseGuard),
    StatesPurpose(named),
    Refuses(VERIFICATION_PROBLEMS.purposeRequired, VERIFICATION_PROBLEMS.noCase, PROBLEMS.conflictOfInterest),
    ApiHeader({
      name: 'X-Purpose',
      required: !orOwn,
      description: `what the data are read for; ${AUDIT} needs ${AUDIT_SCOPE}${ofOfficials}`,
      schema: { type: 'string', enum: named, example: named[0] },
    }),
    ApiHeader({
      name: 'X-Case-Ref',
      required: !orOwn,
      description: `the matter that they are read in: of one record its id, or the number of its case${ofOfficials}`,
      schema: { type: 'string', pattern: '^[!-~]{1,200}$', example: '510802-20250512-0001' },
    }),
  );
};
