import { addMonths, monthsBetween, monthOf, type CivilDate, type Month } from '@minzheng/kernel/months';
import { invalidField } from '@minzheng/platform/http';
import type { EntityManager } from 'typeorm';
import type { AidCase } from '../applications/application.entity.js';
import { explain } from '../applications/explanation.js';
import type { Assessed } from '../awards/assessed.js';
import { Award } from '../awards/award.entity.js';
import { partsOf, type SegmentRow } from '../awards/award-segments.js';
import { fromRange } from '../awards/months.js';
import { toOptionDto } from '../calculations/calculation.service.js';
import type { StatedReason } from '../entitlement/stated-reason.js';
import type { CaseExplanationDto, ExplanationQuery } from './case-explanation.dto.js';
import { explainMonths, type ExplainedSegment } from './month-explanation.rules.js';

const MOST_MONTHS = 36;
const MONTHS_AROUND = 11;
const IMPORT = 'IMPORT';

interface StoredSegment extends SegmentRow {
  readonly award_id: string;
  readonly assessed: Assessed | null;
}

/**
 * Everything that a citizen may be told of the own case: the stored reasons, the rows and their law, and what is due in
 * which month and why.
 *
 * @throws Problem `validation` where the months are too many, or end before they begin
 */
export async function explainCase(
  manager: EntityManager,
  aidCase: AidCase,
  query: ExplanationQuery,
  today: CivilDate,
): Promise<CaseExplanationDto> {
  const [from, to] = rangeOf(query, monthOf(today));
  const { reasons, ...explained } = await explain(manager, aidCase);
  const { caseNo, state, assessment, decision } = aidCase;
  const awards = await manager.find(Award, { where: { caseId: aidCase.id }, order: { programme: 'ASC' } });
  const segments = await segmentsOf(
    manager,
    awards.map(({ id }) => id),
  );
  const isImported = aidCase.channel === IMPORT;
  const recognised = isImported && decision?.programme ? { householdClass: decision.programme } : {};
  return {
    ...{ ...explained, ...recognised, caseNo, state },
    reasons: [...(isImported ? [importedReason(aidCase)] : []), ...reasons],
    ...(assessment?.proposed ? { proposed: toOptionDto(assessment.proposed) } : {}),
    alternatives: (assessment?.alternatives ?? []).map(toOptionDto),
    offers: (decision?.offers ?? []).map(({ need, reason }) => ({ need, reason })),
    awards: awards.map((award) => {
      const own = segments.get(award.id) ?? [];
      const { id, programme, subtype, nextReviewDue, validTo } = award;
      const months =
        programme === 'DIBAO' ? explainMonths({ ...award, segments: own, isImported }, from, to) : [];
      return {
        ...{ id, programme, state: award.state },
        ...(subtype === null ? {} : { subtype }),
        ...(nextReviewDue === null ? {} : { nextReviewDue }),
        ...(validTo === null ? {} : { validTo }),
        months: months.map(({ month, dueFen, parts, reasons: why }) => ({
          month,
          dueFen: dueFen.toString(),
          persons: parts.map(({ personKey, baseFen, extraFen, extraKinds }) => ({
            personKey,
            ...{ baseFen: baseFen.toString(), extraFen: extraFen.toString(), extraKinds: [...extraKinds] },
          })),
          reasons: [...why],
        })),
      };
    }),
  };
}

function rangeOf({ from, to }: ExplanationQuery, current: Month): [Month, Month] {
  const first = from ?? addMonths(to ?? current, -MONTHS_AROUND);
  const last = to ?? addMonths(from ?? current, MONTHS_AROUND);
  if (last < first) throw invalidField('to', 'min');
  if (addMonths(first, MOST_MONTHS) <= last || monthsBetween(first, last).length > MOST_MONTHS) {
    throw invalidField('to', 'max');
  }
  return [first, last];
}

async function segmentsOf(
  manager: EntityManager,
  awardIds: readonly string[],
): Promise<ReadonlyMap<string, readonly ExplainedSegment[]>> {
  const rows = await manager.query<StoredSegment[]>(
    `select award_id, months::text as months, person_keys, base_shares_fen, extras_fen, extra_kinds, standard_fen, cause,
            assessed
       from award_segment where award_id = any($1::uuid[]) and superseded_at is null order by lower(months)`,
    [awardIds],
  );
  const byAward = Map.groupBy(rows, ({ award_id }) => award_id);
  return new Map([...byAward].map(([id, own]) => [id, own.flatMap(toSegment)]));
}

function toSegment(row: StoredSegment): ExplainedSegment[] {
  const months = fromRange(row.months);
  if (!months) return [];
  const { standard_fen: standard, cause, assessed } = row;
  return [{ months, parts: partsOf(row), standardFen: BigInt(standard), cause, assessed }];
}

/** It was decided on papers that are not here. */
function importedReason({ decision }: AidCase): StatedReason {
  const on = decision?.decidedOn ?? '';
  return {
    code: 'IMPORTED',
    zh: `该救助于${on}由县级民政部门确认，其记录从原系统导入；认定依据见原档案。`,
    en: `The county decided so on ${on}, and its record was taken over from the former system; what it rests on is in the former file.`,
  };
}
