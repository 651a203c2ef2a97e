import type { CivilDate } from '@minzheng/kernel/months';
import {
  RegionChangeRefused,
  RegionCircle,
  rowsOfChange,
  type ChangedRegion,
  type Region,
  type RegionChange,
  type RegionChangeFault,
  type RegionChangeKind,
} from '@minzheng/kernel/region';
import { v7 as uuidv7 } from 'uuid';
import { defineProblem, Problem, PROBLEMS, type ProblemType } from '../http/index.js';
import { NotFound, VersionConflict, type Tx } from '../persistence/index.js';
import type { Regions } from './regions.js';

/** A change of regions with the document that it rests on, as it is stored. */
export interface StoredRegionChange extends RegionChange {
  readonly id: string;
  /** Law or rule. */
  readonly legalBasis: string;
  /** Number of the document that approves it (批复文号). */
  readonly docNo: string;
  readonly state: 'DRAFT' | 'PUBLISHED';
  readonly draftedBy: string;
  readonly publishedBy: string | null;
  readonly version: number;
}

export type RegionChangeDraft = RegionChange & Pick<StoredRegionChange, 'legalBasis' | 'docNo'>;

const REFUSALS: Readonly<Record<RegionChangeFault, ProblemType>> = {
  shape: defineProblem({
    name: 'region-change-incomplete',
    status: 422,
    zh: '区划变更的代码数量、层级或名称不符',
    en: 'Number, level or names of the regions do not fit the kind of change',
    meaning: {
      zh: '原代码、新代码的数量、层级或者名称与变更种类不符；code 指出其一。',
      en: 'Number, level or names of the old and new regions do not fit this kind of change; code names one.',
    },
    remedy: { zh: '按变更种类补正。', en: 'Complete it as the kind of change demands.' },
  }),
  unknown: defineProblem({
    name: 'region-unknown',
    status: 422,
    zh: '区划代码不存在',
    en: 'The region is not known',
    meaning: { zh: '没有 code 所示的区划。', en: 'There is no region with the code that the answer names.' },
    remedy: { zh: '核对区划代码。', en: 'Check the code of the region.' },
  }),
  overlapping: defineProblem({
    name: 'region-change-overlapping',
    status: 422,
    zh: '该区划在生效日不存在或已有其他变更',
    en: 'The region does not stand on that day, or another change of it is published',
    meaning: {
      zh: '该区划在生效日不存在，或者已有另一项变更。',
      en: 'The region does not stand on that day, or another change of it is published already.',
    },
    remedy: { zh: '核对生效日期和已发布的变更。', en: 'Check the day, and the changes that are published.' },
  }),
  circle: defineProblem({
    name: 'region-circle',
    status: 422,
    zh: '区划承继关系循环',
    en: 'A region would succeed itself',
    meaning: {
      zh: '按此变更，区划将成为自身的承继者。',
      en: 'With this change a region would succeed itself.',
    },
    remedy: { zh: '更正新旧代码。', en: 'Correct the old and the new codes.' },
  }),
  used: defineProblem({
    name: 'region-code-used',
    status: 422,
    zh: '区划代码已被使用',
    en: 'The code of the new region is or was in use',
    meaning: {
      zh: '新区划的代码现在或者曾经使用过。',
      en: 'The code of the new region is in use, or once was.',
    },
    remedy: { zh: '使用从未使用过的代码。', en: 'Use a code that was never used.' },
  }),
};

/** What a change may be refused for. */
export const REGION_CHANGE_PROBLEMS: readonly ProblemType[] = Object.values(REFUSALS);

interface Row {
  readonly id: string;
  readonly kind: RegionChangeKind;
  readonly from_codes: Region[];
  readonly to_regions: ChangedRegion[];
  readonly effective_on: CivilDate;
  readonly legal_basis: string;
  readonly doc_no: string;
  readonly state: 'DRAFT' | 'PUBLISHED';
  readonly drafted_by: string;
  readonly published_by: string | null;
  readonly version: number;
}

const COLUMNS = `id, kind, from_codes, to_regions, effective_on::text, legal_basis, doc_no, state, drafted_by,
                 published_by, version`;

/** Changes of regions after the data were made: drafted by one, published by another. */
export class RegionChanges {
  constructor(private readonly regions: Regions) {}

  /** @throws Problem with the rule that the change breaks */
  async draft(tx: Tx, change: RegionChangeDraft): Promise<StoredRegionChange> {
    refusing(() => rowsOfChange(this.regions.directory, change));
    const [row] = await tx.query<Row>(
      `insert into region_change
              (id, kind, from_codes, to_regions, effective_on, legal_basis, doc_no, state, version, drafted_by)
       values ($1, $2, $3, $4, $5, $6, $7, 'DRAFT', 1, $8)
       returning ${COLUMNS}`,
      [
        ...[uuidv7(), change.kind, change.from, JSON.stringify(change.to), change.effectiveOn],
        ...[change.legalBasis, change.docNo, tx.actor],
      ],
    );
    return one(row);
  }

  /**
   * From its day on the change holds, everywhere in this service.
   *
   * @throws NotFound, VersionConflict, Problem `same-person`, `illegal-transition`, or the rule that the change breaks
   */
  async publish(tx: Tx, id: string, version: number): Promise<StoredRegionChange> {
    const change = one((await tx.query<Row>(`${SELECT} where id = $1 for update`, [id]))[0]);
    if (change.version !== version) throw new VersionConflict('region change', change.version);
    if (change.state !== 'DRAFT') throw new Problem(PROBLEMS.illegalTransition);
    if (change.draftedBy === tx.actor) throw new Problem(PROBLEMS.samePerson);
    try {
      await this.regions.apply(tx, id, (directory) => rowsOfChange(directory, change));
    } catch (error) {
      throw refusalOf(error);
    }
    const [row] = await tx.query<Row>(
      `update region_change
          set state = 'PUBLISHED', published_by = $2, published_at = clock_timestamp(), version = version + 1
        where id = $1
        returning ${COLUMNS}`,
      [id, tx.actor],
    );
    return one(row);
  }

  async read(tx: Pick<Tx, 'query'>, id: string): Promise<StoredRegionChange> {
    return one((await tx.query<Row>(`${SELECT} where id = $1`, [id]))[0]);
  }

  /** The newest first. */
  async list(
    queries: { query(sql: string, parameters: unknown[]): Promise<unknown> },
    { before, limit }: { readonly before?: string; readonly limit: number },
  ): Promise<StoredRegionChange[]> {
    const rows = (await queries.query(
      `${SELECT} where $1::uuid is null or id < $1 order by id desc limit $2`,
      [before ?? null, limit],
    )) as Row[];
    return rows.map(toChange);
  }
}

const SELECT = `select ${COLUMNS} from region_change`;

function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw refusalOf(error);
  }
}

function refusalOf(error: unknown): unknown {
  if (error instanceof RegionChangeRefused) {
    return new Problem(REFUSALS[error.fault], { extensions: { code: error.code }, cause: error });
  }
  if (error instanceof RegionCircle) {
    return new Problem(REFUSALS.circle, { extensions: { code: error.code }, cause: error });
  }
  return error;
}

function one(row: Row | undefined): StoredRegionChange {
  if (!row) throw new NotFound('region change');
  return toChange(row);
}

function toChange(row: Row): StoredRegionChange {
  return {
    id: row.id,
    kind: row.kind,
    from: row.from_codes,
    to: row.to_regions,
    effectiveOn: row.effective_on,
    legalBasis: row.legal_basis,
    docNo: row.doc_no,
    state: row.state,
    draftedBy: row.drafted_by,
    publishedBy: row.published_by,
    version: row.version,
  };
}
