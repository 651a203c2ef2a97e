import type { CivilDate } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { FieldCipher } from '@minzheng/platform/encryption';
import { enterErasure } from '@minzheng/platform/erasures';
import { dailyFrom, PeriodicJobs, type Chunk, type JobHandler } from '@minzheng/platform/jobs';
import { encryptedText, type EncryptedColumn } from '@minzheng/platform/key-rotation';
import type { Tx } from '@minzheng/platform/persistence';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { idOf } from '../pseudonyms.js';

/** A person whom a department has named by number. */
export interface NamedPerson {
  readonly personKey: string;
  readonly idNumber: string;
}

const PLACE = 'named_person/{key}/idNumber';
/** At night, as what else is to be erased. */
const HOUR = 2;
const A_CHUNK = 1_000;

/** Its column that holds ID numbers. */
export const NAMED_PERSON_COLUMN: EncryptedColumn = encryptedText({
  table: 'named_person',
  column: 'id_number_enc',
  place: PLACE,
});

/**
 * Whom departments outside the platform have named for a case (委托核对人员): no service holds the numbers of persons who
 * have never been to a counter of civil affairs, so that they stay here, encrypted, for the agencies that are asked
 * about this case and for no other; as long as files of agencies do.
 */
@Injectable()
export class NamedPersons implements JobHandler<object, object>, OnModuleInit {
  readonly name = 'named-person-erasure';

  constructor(
    private readonly dataSource: DataSource,
    private readonly cipher: FieldCipher,
    private readonly clock: BusinessClock,
    private readonly periodic: PeriodicJobs,
  ) {}

  onModuleInit(): void {
    this.periodic.register(this, dailyFrom(HOUR));
  }

  /** Named again they are kept on. @param eraseOn - from this day on they are erased */
  async keep(
    party: string,
    caseRef: string,
    persons: readonly NamedPerson[],
    eraseOn: CivilDate,
  ): Promise<void> {
    const rows = persons
      .map(({ personKey, idNumber }) => {
        const id = idOf('named-person', party, caseRef, personKey);
        return { id, personKey, sealed: this.cipher.encrypt(idNumber, placeOf(id)) };
      })
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
    await this.dataSource.query(
      `insert into named_person (id, case_ref, person_key, id_number_enc, erase_on)
       select id, $1, person_key, sealed, $2 from unnest($3::uuid[], $4::uuid[], $5::text[]) as n(id, person_key, sealed)
       on conflict (id) do update set id_number_enc = excluded.id_number_enc, erase_on = excluded.erase_on`,
      [
        ...[caseRef, eraseOn],
        rows.map(({ id }) => id),
        rows.map(({ personKey }) => personKey),
        rows.map(({ sealed }) => sealed),
      ],
    );
  }

  /** ID numbers by personKey of those who were named for the case. */
  async numbersOf(caseRef: string, personKeys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.dataSource.query<{ id: string; person_key: string; id_number_enc: string }[]>(
      'select id, person_key, id_number_enc from named_person where case_ref = $1 and person_key = any($2::uuid[])',
      [caseRef, personKeys],
    );
    return new Map(
      rows.map(({ id, person_key, id_number_enc }) => [
        person_key,
        this.cipher.decrypt(id_number_enc, placeOf(id)),
      ]),
    );
  }

  async chunk(tx: Tx): Promise<Chunk<object>> {
    const on = this.clock.today();
    const erased = await tx.execute(
      `delete from named_person
        where id in (select id from named_person where erase_on <= $1 order by erase_on limit $2 for update skip locked)`,
      [on, A_CHUNK],
    );
    await enterErasure(tx, { on, what: 'namedPersons', rows: erased });
    return { checkpoint: {}, done: erased, finished: erased < A_CHUNK };
  }
}

const placeOf = (id: string): string => PLACE.replace('{key}', id);
