import { Inject, Injectable } from '@nestjs/common';
import { maskIdNumber, parseIdNumber } from '@minzheng/kernel/id-number';
import { personKeyOf } from '@minzheng/kernel/person-key';
import { BusinessClock } from '@minzheng/platform/clock';
import { SETTINGS, type PlatformSettings } from '@minzheng/platform/config';
import { FieldCipher } from '@minzheng/platform/encryption';
import { Problem, PROBLEMS } from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';

/** A person as the counter takes him or her in: the number is read here and nowhere else. */
export interface PersonIntake {
  readonly idNumber: string;
  readonly name: string;
}

/** What of a person is known without being asked about twice. */
export interface TakenInPerson {
  readonly personKey: string;
  readonly birthDate: string;
}

/** Shown where the caller may not see who it is. */
export interface MaskedPerson {
  readonly personKey: string;
  readonly maskedIdNumber: string;
}

/**
 * The persons whom this service knows (人员): their ID number and name, stored once and encrypted. Everywhere else a
 * person is a personKey.
 */
@Injectable()
export class PersonRegister {
  constructor(
    private readonly cipher: FieldCipher,
    private readonly clock: BusinessClock,
    @Inject(SETTINGS) private readonly settings: PlatformSettings,
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
    const taken = persons.map(({ idNumber, name }, index) => {
      const parsed = parseIdNumber(idNumber, this.clock.today());
      if (!parsed.ok) {
        throw new Problem(PROBLEMS.idNumberInvalid, {
          errors: [{ field: field(index), code: 'id-number-invalid', message: PROBLEMS.idNumberInvalid }],
        });
      }
      const personKey = personKeyOf(parsed.idNumber, this.settings.personKeySecret);
      return { personKey, birthDate: parsed.birthDate, idNumber: parsed.idNumber, name };
    });
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

  /** The numbers of these persons with their middle hidden. */
  async masked(
    query: (sql: string, parameters: unknown[]) => Promise<unknown>,
    personKeys: readonly string[],
  ): Promise<MaskedPerson[]> {
    const rows = (await query(
      'select person_key, id_number_enc from person where person_key = any($1::uuid[])',
      [personKeys],
    )) as { person_key: string; id_number_enc: string }[];
    return rows.map(({ person_key, id_number_enc }) => ({
      personKey: person_key,
      maskedIdNumber: maskIdNumber(this.cipher.decrypt(id_number_enc, `person/${person_key}/idNumber`)),
    }));
  }

  /** Number and name of one person, in the clear: the caller has logged the reveal. */
  reveal(row: { person_key: string; id_number_enc: string; name_enc: string }): PersonIntake {
    return {
      idNumber: this.cipher.decrypt(row.id_number_enc, `person/${row.person_key}/idNumber`),
      name: this.cipher.decrypt(row.name_enc, `person/${row.person_key}/name`),
    };
  }
}
