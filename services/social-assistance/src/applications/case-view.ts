import { fromBinary } from '@bufbuild/protobuf';
import { VerificationCompletedSchema } from '@minzheng/contracts/verification';
import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { HouseholdMember } from '../households/household.entity.js';
import type { CaseDto } from './application.dto.js';
import { AidCase } from './application.entity.js';
import type { VerificationReport } from './verification.entity.js';

/**
 * The case of a command, if the caller may touch it: an official of its region, or a member of the household.
 *
 * @throws NotFound, Problem `out-of-region`
 */
export async function requireCase(tx: Tx, id: string, caller: AuthenticatedCaller): Promise<AidCase> {
  const aidCase = await tx.manager.findOneBy(AidCase, { id });
  if (!aidCase) throw new NotFound(AidCase.name);
  if (caller.person === undefined) {
    caller.requireRegion(aidCase.region);
    return aidCase;
  }
  const { householdId } = aidCase;
  const isOwn = await tx.manager.existsBy(HouseholdMember, { householdId, personKey: caller.person });
  if (!isOwn) throw new NotFound(AidCase.name);
  return aidCase;
}

export function toCaseDto(aidCase: AidCase, report?: CaseDto['report']): CaseDto {
  const { id, caseNo, region, householdId, programme, state, delegated, acceptedOn, dueOn, version } =
    aidCase;
  const { missingPapers, defects } = aidCase;
  return {
    ...{ id, caseNo, region, householdId, programme, state, delegated, acceptedOn, dueOn, version },
    ...{ missingPapers, defects },
    ...(aidCase.assessment ? { assessment: aidCase.assessment } : {}),
    ...(aidCase.decision ? { decision: aidCase.decision } : {}),
    ...(report ? { report } : {}),
  };
}

/** @param mayKnow - whether the reader may know that a refusal concerns this person */
export function toReportDto(
  { reportId, requestId, sequence, result, validTo, message }: VerificationReport,
  mayKnow: (personKey: string) => boolean,
): NonNullable<CaseDto['report']> {
  const { refusals } = fromBinary(VerificationCompletedSchema, message);
  return {
    ...{ reportId, requestId, sequence, result, validTo },
    refusals: refusals.map(({ problem, personKey }) => ({
      problem,
      ...(personKey !== undefined && mayKnow(personKey) ? { personKey } : {}),
    })),
  };
}
