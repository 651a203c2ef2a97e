import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { Problem, PROBLEMS } from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import { v7 as uuidv7 } from 'uuid';
import { OfficialRelative, type FiledRole, type NearRelation } from './relative.entity.js';
import { relativeLifecycle, type Registrar } from './relative.lifecycle.js';

/** A transaction, or the pool of connections. */
interface Queries {
  query<Row extends object>(sql: string, parameters?: unknown[]): Promise<Row[]>;
}

/** A relation to be filed. */
export interface RelativeToFile {
  readonly official: string;
  readonly role: FiledRole;
  readonly region: string;
  readonly relativeKey: string;
  readonly relation: NearRelation;
  readonly from: CivilDate;
  readonly to?: CivilDate | undefined;
}

/** Keeps officials from the cases and the data of themselves and of their near relatives (回避). */
@Injectable()
export class OfficialRelatives {
  constructor(private readonly clock: BusinessClock) {}

  /** Filings that concern any of these persons today. */
  relativesOf(
    queries: Queries,
    personKeys: readonly string[],
  ): Promise<{ official: string; role: FiledRole }[]> {
    return queries.query(
      `select distinct official, role from official_relative
        where relative_key = any($1::uuid[]) and valid_from <= $2 and (valid_to is null or $2 < valid_to)`,
      [personKeys, this.clock.today()],
    );
  }

  /**
   * Nobody acts on the own case or that of a near relative, or looks into it.
   *
   * @param official - subject of the token
   * @throws Problem `conflict-of-interest`
   */
  async requireUnrelated(queries: Queries, official: string, personKeys: readonly string[]): Promise<void> {
    const filings = await this.relativesOf(queries, personKeys);
    if (filings.some((filing) => filing.official === official))
      throw new Problem(PROBLEMS.conflictOfInterest);
  }

  async file(tx: Tx, filing: RelativeToFile, registrar: Registrar): Promise<OfficialRelative> {
    const { from, to, ...rest } = filing;
    const relative = Object.assign(new OfficialRelative(), {
      ...rest,
      id: uuidv7(),
      validFrom: from,
      validTo: to ?? null,
    });
    return tx.begin(relative, relativeLifecycle(registrar), 'file', this.clock.now());
  }
}
