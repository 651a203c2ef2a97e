import type { CivilDate } from '@minzheng/kernel/months';
import { Regions, numberedRegionFilter } from '@minzheng/platform/regions';
import type { Tx } from '@minzheng/platform/persistence';
import type { BulkRun } from './bulk-run.entity.js';
import { fingerprintParameters, fingerprintsSql, IS_NO_MEMBER } from './subject-fingerprints.js';

const REGION = 'h.region';

/**
 * Lists what is in the scope of a run, in chunks in the order of regions, by one statement: what comes later is not of this
 * run. A chunk has households, or persons of whom none is on record.
 *
 * @returns how many there are
 */
export async function listScope(
  tx: Tx,
  run: BulkRun,
  today: CivilDate,
  chunkSize: number,
  regions: Regions,
): Promise<number> {
  const filter = numberedRegionFilter(REGION, regions.prefixesWithin(run.region, today), 3);
  const ofSingles = filter.sql.replaceAll(REGION, 'm.region');
  const selection =
    run.mode === 'DELTA'
      ? deltaScope(filter.sql, ofSingles, filter.parameters.length + 3)
      : fullScope(filter.sql, run.mode === 'MONTHLY' ? 'false' : ofSingles);
  const parameters =
    run.mode === 'DELTA' ? [...filter.parameters, ...fingerprintParameters(run.validAt)] : filter.parameters;
  const [listed] = await tx.query<{ subjects: string }>(
    `with ${selection}, place as (
       select subject, alone, region, row_number() over (partition by alone order by region, subject) - 1 as place
         from listed
     ), written as (
       insert into bulk_run_chunk (run_id, number, alone, subjects)
       select $1, row_number() over (order by alone, place / $2), alone, array_agg(subject order by place)
         from place group by alone, place / $2
       returning cardinality(subjects) as size
     )
     select coalesce(sum(size), 0) as subjects from written`,
    [run.id, chunkSize, ...parameters],
  );
  return Number(listed?.subjects ?? 0);
}

const fullScope = (households: string, alone: string): string => `
  listed as (
    select h.id as subject, false as alone, h.region from household h where not h.closed and ${households}
    union all
    select m.person_key, true, m.region from watched_alone m
     where (${alone})
       and ${IS_NO_MEMBER}
  )`;

/** Those that no run has evaluated as they stand now. */
const deltaScope = (households: string, alone: string, first: number): string => `
  ${fingerprintsSql(first, households, alone)}, listed as (
    select subject, alone, region from fingerprint f
     where not exists (
       select from subject_fingerprint s where s.subject = f.subject and s.fingerprint = f.fingerprint)
  )`;
