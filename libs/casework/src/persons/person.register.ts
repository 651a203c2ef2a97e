import { Injectable } from '@nestjs/common';
import { parseIdNumber } from '@minzheng/kernel/id-number';
import { BusinessClock } from '@minzheng/platform/clock';
import { FieldCipher } from '@minzheng/platform/encryption';
import { PersonalText, Problem, PROBLEMS } from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { PersonKeys } from '@minzheng/platform/person-keys';
import { DataSource } from 'typeorm';

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
   * Takes persons in. A person who is known keeps the number; the name is the one told last.
   *
   * @param field - path of a person's number in the request, for the problem
   * @throws Problem `id-number-invalid`
   */
  async takeIn(
    tx: Tx,
    persons: readonly PersonIntake[],
    field: (index: number) => string,
  ): Promise<TakenInPerson[]> {
    const parsedNumbers = persons.map(({ idNumber }, index) => {
      const parsed = parseIdNumber(idNumber, this.clock.today());
      if (!parsed.ok) {
        throw new Problem(PROBLEMS.idNumberInvalid, {
          errors: [{ field: field(index), code: 'id-number-invalid', message: PROBLEMS.idNumberInvalid }],
        });
      }
      return parsed;
    });
    const personKeys = await this.personKeys.takeIn(
      tx,
      parsedNumbers.map(({ idNumber }) => idNumber),
    );
    const taken = parsedNumbers.map(({ idNumber, birthDate }, index) => ({
      ...{ personKey: personKeys[index] ?? '', birthDate, idNumber, name: persons[index]?.name ?? '' },
    }));
    const rows = [...new Map(taken.map((person) => [person.personKey, person])).values()].sort((a, b) =>
      a.personKey < b.personKey ? -1 : 1,
    );
    await tx.execute(
      `insert into person (person_key, id_number_enc, name_enc)
       select * from unnest($1::uuid[], $2::text[], $3::text[])
       on conflict (person_key) do update set name_enc = excluded.name_enc`,
      [
        rows.map(({ personKey }) => personKey),
        rows.map(({ personKey, idNumber }) => this.cipher.encrypt(idNumber, `person/${personKey}/idNumber`)),
        rows.map(({ personKey, name }) => this.cipher.encrypt(name, `person/${personKey}/name`)),
      ],
    );
    return taken.map(({ personKey, birthDate }) => ({ personKey, birthDate }));
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
