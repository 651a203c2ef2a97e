import { fromBinary } from '@bufbuild/protobuf';
import type { VerificationReport } from '@minzheng/casework/checks';
import { VerificationCompletedSchema } from '@minzheng/contracts/verification';
import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { Problem, PROBLEMS } from '@minzheng/platform/http';
import { NotFound } from '@minzheng/platform/persistence';
import type { Regions } from '@minzheng/platform/regions';
import type { EntityManager } from 'typeorm';
import type { CaseDto } from './case.dto.js';
import { AidCase } from './application.entity.js';

const OFFICE = {
  zh: '该事项由乡镇（街道）以上经办机构办理，村（社区）协理员不能办理。',
  en: 'This is the work of the township office or one above; a village assistant does not do it.',
};

/** Digits of a village's code. */
const VILLAGE = 12;

/**
 * What follows the application is the office's work: a village assistant helps to apply (民发〔2021〕57号 arts. 9, 10, 15).
 *
 * @throws Problem `out-of-region`
 */
export function requireTownshipOffice({ region }: AuthenticatedCaller): void {
  if (region === undefined || region.length >= VILLAGE)
    throw new Problem(PROBLEMS.outOfRegion, { detail: OFFICE });
}

/** A case whose route has let the caller pass. @throws NotFound */
export async function caseOf(manager: EntityManager, id: string): Promise<AidCase> {
  const aidCase = await manager.findOneBy(AidCase, { id });
  if (!aidCase) throw new NotFound(AidCase.name);
  return aidCase;
}

/** @param regions - which tell what the region became that the case was stored under */
export function toCaseDto(
  aidCase: AidCase,
  regions: Pick<Regions, 'currentOf'>,
  report?: CaseDto['report'],
): CaseDto {
  const { id, caseNo, region, householdId, programme, state, delegated, acceptedOn, dueOn, version } =
    aidCase;
  const { missingPapers, defects, specialReasons, relativeFlag, correctionDueOn, evidenceDueOn } = aidCase;
  const { disputeEvidence } = aidCase;
  return {
    ...{ id, caseNo, region, householdId, programme, state, delegated, acceptedOn, dueOn, version },
    currentRegion: regions.currentOf(region),
    ...{ missingPapers, defects, specialReasons, relativeFlag, correctionDueOn, evidenceDueOn },
    disputeEvidence,
    ...(aidCase.dispute ? { dispute: aidCase.dispute } : {}),
    ...(aidCase.revocation ? { revocation: aidCase.revocation } : {}),
    ...(aidCase.assessment ? { assessment: aidCase.assessment } : {}),
    ...(aidCase.decision ? { decision: aidCase.decision } : {}),
    ...(aidCase.earlierDecisions.length > 0 ? { earlierDecisions: aidCase.earlierDecisions } : {}),
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
