import { fromWire, ZERO } from '@minzheng/kernel/rational';
import { printScore } from '@minzheng/kernel/scoring';
import type { AuthenticatedCaller } from '@minzheng/platform/access';
import type { Disclosure } from '@minzheng/platform/audit';
import { invalidField } from '@minzheng/platform/http';
import { regionFilter } from '@minzheng/platform/regions';
import type { DataSource } from 'typeorm';
import { AidCase } from '../applications/application.entity.js';
import type { Assessment } from '../applications/assessment.js';
import { byHardship, type RankedCase } from '../entitlement/hardship-ranking.rules.js';
import type { RankingDto, RankingQuery } from './evaluation.dto.js';

/** The index ranks within a village (000 Gansu): so the list is whole, and short. */
const VILLAGE_LENGTH = 12;

type Scored = AidCase & { readonly assessment: Assessment & Required<Pick<Assessment, 'hardship'>> };

/**
 * R15: the cases of a village that were assessed in a month, the neediest first.
 *
 * @throws Problem `out-of-region`, `validation` where the region is larger than a village
 */
export async function rankCases(
  dataSource: DataSource,
  { region, month }: RankingQuery,
  caller: AuthenticatedCaller,
  disclosure: Disclosure,
): Promise<RankingDto> {
  caller.requireRegion(region);
  if (region.length < VILLAGE_LENGTH) throw invalidField('region', 'min-length');
  const within = regionFilter('c.region', caller.prefixesWithin(region));
  const cases = await dataSource
    .createQueryBuilder(AidCase, 'c')
    .where(within.sql, within.parameters)
    .andWhere(`c.assessment #>> '{hardship,outcome}' is distinct from 'EVALUATION_MISSING'`)
    .andWhere(`c.assessment -> 'hardship' is not null`)
    .andWhere(`c.assessment ->> 'assessedOn' like :month`, { month: `${month}-%` })
    .getMany();
  const ranked = cases.filter(isScored).toSorted((a, b) => byHardship(toRanked(a), toRanked(b)));
  const named = await dataSource.query<{ person_key: string }[]>(
    'select distinct person_key from household_member where household_id = any($1::uuid[])',
    [ranked.map(({ householdId }) => householdId)],
  );
  disclosure.add(named.map(({ person_key }) => person_key));
  return {
    items: ranked.map(({ id, caseNo, state, assessment }, index) => ({
      rank: index + 1,
      ...{ caseId: id, caseNo, state },
      score: printScore(fromWire(assessment.hardship.exact)),
      perCapitaMonthly: assessment.perCapitaMonthly,
    })),
    nextCursor: null,
  };
}

const isScored = (aidCase: AidCase): aidCase is Scored => aidCase.assessment?.hardship !== undefined;

function toRanked({ id, acceptedOn, assessment }: Scored): RankedCase {
  const { exact, scoreCenti, items } = assessment.hardship;
  return {
    caseId: id,
    perCapita: fromWire(assessment.perCapitaMonthly),
    acceptedAt: acceptedOn ?? '',
    score: {
      version: '',
      exact: fromWire(exact),
      hundredths: BigInt(scoreCenti),
      items: items.map(({ code, points }) => ({
        code,
        points: fromWire(points),
        weight: 0,
        contribution: ZERO,
      })),
      reasons: [],
    },
  };
}
