import { Injectable } from '@nestjs/common';
import { parseIdNumber } from '@minzheng/kernel/id-number';
import { BusinessClock } from '@minzheng/platform/clock';
import { FieldCipher } from '@minzheng/platform/encryption';
import { PersonalText, Problem, PROBLEMS } from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { PersonKeys } from '@minzheng/platform/person-keys';
import { DataSource } from 'typeorm';
import { isSameName } from './name.rules.js';

/** A person as the counter takes him or her in. */
export interface PersonIntake {
  readonly idNumber: string;
  readonly name: string;
}

/** What of a person is known without being asked about twice. */
export interface TakenInPerson {
  readonly personKey: string;
  readonly birthDate: string;
}

/** A row of `person`. */
export interface StoredPerson {
  readonly person_key: string;
  readonly id_number_enc: string;
  readonly name_enc: string;
}

/** A person as an answer shows him or her. */
export interface ShownPerson {
  readonly idNumber: PersonalText;
  readonly name: PersonalText;
}

const OTHER_NAME = {
  zh: '号码与姓名不是同一人的。没有保存任何内容。',
  en: 'The number and the name are not of the same person. Nothing was stored.',
};
const NAME_DIFFERS = {
  zh: '与该公民身份号码已登记的姓名不一致：请核对号码和姓名；确已更名的，先由乡镇经办人员凭证更正姓名',
  en: 'is not the name that is known with this number: check both; a name that has changed is corrected by the township office first',
};

/** The persons whom this service knows: the number is read here and nowhere else. */
@Injectable()
export class PersonRegister {
  constructor(
    private readonly cipher: FieldCipher,
    private readonly clock: BusinessClock,
    private readonly personKeys: PersonKeys,
    private readonly dataSource: DataSource,
  ) {}

  /**
   * Takes persons in. A person who is known keeps number and name: a form that tells another name with the number is about
   * somebody else, or the name has to be corrected first ({@link correctName}).
   *
   * @param field - path of a person's number or name in the request, for the problem
   * @throws Problem `id-number-invalid`
   */
  async takeIn(
    tx: Tx,
    persons: readonly PersonIntake[],
    field: (index: number, of: keyof PersonIntake) => string,
  ): Promise<TakenInPerson[]> {
    const parsedNumbers = persons.map(({ idNumber }, index) => {
      const parsed = parseIdNumber(idNumber, this.clock.today());
      if (!parsed.ok) {
        throw new Problem(PROBLEMS.idNumberInvalid, {
          errors: [
            { field: field(index, 'idNumber'), code: 'id-number-invalid', message: PROBLEMS.idNumberInvalid },
          ],
        });
      }
      return parsed;
    });
    const personKeys = await this.personKeys.takeIn(
      tx,
      parsedNumbers.map(({ idNumber }) => idNumber),
    );
    const taken = parsedNumbers.map(({ idNumber, birthDate }, index) => ({
      ...{ personKey: personKeys[index] ?? '', birthDate, idNumber, index, name: persons[index]?.name ?? '' },
    }));
    const rows = [...new Map(taken.map((person) => [person.personKey, person])).values()].sort((a, b) =>
      a.personKey < b.personKey ? -1 : 1,
    );
    await tx.execute(
      `insert into person (person_key, id_number_enc, name_enc)
       select * from unnest($1::uuid[], $2::text[], $3::text[])
       on conflict (person_key) do nothing`,
      [
        rows.map(({ personKey }) => personKey),
        rows.map(({ personKey, idNumber }) => this.cipher.encrypt(idNumber, `person/${personKey}/idNumber`)),
        rows.map(({ personKey, name }) => this.cipher.encrypt(name, `person/${personKey}/name`)),
      ],
    );
    // a number that stands twice in a form is another mistake, which the form's own rules tell
    const known = await this.misnamed((sql, parameters) => tx.query(sql, parameters), rows);
    const misnamed = known.flatMap((place) => rows[place]?.index ?? []).sort((a, b) => a - b);
    if (misnamed.length > 0) {
      throw new Problem(PROBLEMS.idNumberInvalid, {
        detail: OTHER_NAME,
        errors: misnamed.map((index) => ({
          ...{ field: field(index, 'name'), code: 'name-differs', message: NAME_DIFFERS },
        })),
      });
    }
    return taken.map(({ personKey, birthDate }) => ({ personKey, birthDate }));
  }

  /** Which of these persons are known here by another name. @returns their places in the list, ascending */
  async misnamed(
    query: (sql: string, parameters: unknown[]) => Promise<unknown>,
    persons: readonly (Pick<PersonIntake, 'name'> & Pick<TakenInPerson, 'personKey'>)[],
  ): Promise<number[]> {
    const rows = (await query('select * from person where person_key = any($1::uuid[])', [
      [...new Set(persons.map(({ personKey }) => personKey))],
    ])) as StoredPerson[];
    const known = new Map(rows.map((row) => [row.person_key, this.reveal(row).name]));
    return persons.flatMap(({ personKey, name }, index) => {
      const knownName = known.get(personKey);
      return knownName === undefined || isSameName(knownName, name) ? [] : [index];
    });
  }

  /** The name was wrong, or is another now (更名): the department says who may enter that. @throws NotFound */
  async correctName(tx: Tx, personKey: string, name: string): Promise<void> {
    const nameEnc = this.cipher.encrypt(name, `person/${personKey}/name`);
    const corrected = await tx.query(
      'update person set name_enc = $2 where person_key = $1 returning person_key',
      [personKey, nameEnc],
    );
    if (corrected.length === 0) throw new NotFound('Person');
  }

  /** These persons by their personKey, as answers may show them. */
  async shown(
    query: (sql: string, parameters: unknown[]) => Promise<unknown>,
    personKeys: readonly string[],
  ): Promise<ReadonlyMap<string, ShownPerson>> {
    const rows = (await query('select * from person where person_key = any($1::uuid[])', [
      personKeys,
    ])) as StoredPerson[];
    return new Map(
      rows.map((row) => {
        const { idNumber, name } = this.reveal(row);
        return [row.person_key, { idNumber: PersonalText.idNumber(idNumber), name: PersonalText.name(name) }];
      }),
    );
  }

  /** Number and name of those who are known here, in the clear, by personKey: the caller logs the reveal. */
  async revealed(personKeys: readonly string[]): Promise<(PersonIntake & { readonly personKey: string })[]> {
    const rows = await this.dataSource.query<StoredPerson[]>(
      'select * from person where person_key = any($1::uuid[]) order by person_key',
      [personKeys],
    );
    return rows.map((row) => ({ personKey: row.person_key, ...this.reveal(row) }));
  }

  /** Number and name of one person, in the clear: the caller logs the reveal. */
  reveal(row: StoredPerson): PersonIntake {
    return {
      idNumber: this.cipher.decrypt(row.id_number_enc, `person/${row.person_key}/idNumber`),
      name: this.cipher.decrypt(row.name_enc, `person/${row.person_key}/name`),
    };
  }
}

/** @throws NotFound */
export function personIn(shown: ReadonlyMap<string, ShownPerson>, personKey: string): ShownPerson {
  const person = shown.get(personKey);
  if (!person) throw new NotFound('Person');
  return person;
}
