import { Injectable } from '@nestjs/common';
import { isSameName, PersonRegister } from '@minzheng/casework/persons';
import { normalizeIdNumber } from '@minzheng/kernel/id-number';
import { firstDay } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import type { FileReject } from '@minzheng/platform/files';
import { PersonKeys } from '@minzheng/platform/person-keys';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { Regions } from '@minzheng/platform/regions';
import { planHousehold, type KeyedPerson, type PlannedHousehold } from './case-import-household.rules.js';
import { reject } from './case-import.problems.js';
import { readRow, type ImportedPerson } from './case-import-row.rules.js';
import { CaseImportWriter, type LoadedHousehold } from './case-import.writer.js';
import type { CaseImport } from './case-import.entity.js';
import type { RowGroup } from './import-file.js';

/** Rows of a chunk by what became of them. */
export interface Loaded {
  readonly accepted: number;
  readonly rejected: number;
  readonly skipped: number;
  readonly rejects: readonly FileReject[];
}

/** A group of which every row is well-formed. */
interface ReadGroup {
  readonly group: RowGroup;
  readonly people: readonly ImportedPerson[];
}

/** What is stored already, of what the groups name. */
interface Known {
  /** Households of the county that an earlier file has loaded. */
  readonly loaded: ReadonlySet<string>;
  readonly counted: ReadonlySet<string>;
  /** personKey and first day of running support that excludes another; open at its end unless `before`. */
  readonly supported: readonly { readonly personKey: string; readonly before: string | null }[];
  readonly caseNumbers: ReadonlySet<string>;
}

/**
 * Checks the households of a file, by themselves and against what is stored, and hands those that can be loaded to the
 * writer. One that is rejected holds up no other.
 */
@Injectable()
export class CaseImportLoader {
  constructor(
    private readonly persons: PersonRegister,
    private readonly personKeys: PersonKeys,
    private readonly policies: PolicyStore,
    private readonly writer: CaseImportWriter,
    private readonly clock: BusinessClock,
    private readonly regions: Regions,
  ) {}

  /** Of a dry run everything is checked and nothing written but what the file itself names, until it ends. */
  async load(
    tx: Tx,
    imported: CaseImport,
    groups: readonly RowGroup[],
    requestedBy: string,
  ): Promise<Loaded> {
    const rejects: FileReject[] = [];
    const refuse = ({ rows }: RowGroup, found: readonly FileReject[]): void => {
      const told = new Set(found.map(({ line }) => line));
      rejects.push(
        ...found,
        ...rows.flatMap(({ line }) => (told.has(line) ? [] : [reject(line, '', 'household-rejected')])),
      );
    };
    const split = await splitOf(tx, imported, groups);
    const read = groups.flatMap((group): ReadGroup[] => {
      if (split.has(group.reference)) {
        refuse(
          group,
          group.rows.map(({ line }) => reject(line, 'household_ref', 'household-split')),
        );
        return [];
      }
      const result = this.#read(group);
      if ('people' in result) return [{ group, people: result.people }];
      refuse(group, result.rejects);
      return [];
    });
    const keyed = await this.#keyed(tx, read);
    const known = await knownOf(tx, imported, groups, keyed);
    const accepted: LoadedHousehold[] = [];
    let skipped = 0;
    const book = await this.policies.book(tx);
    const today = this.clock.today();
    const misnamed = new Set(await this.#misnamed(tx, keyed));
    const taken = { persons: new Set(known.counted), numbers: new Set(known.caseNumbers) };
    for (const { group, people } of keyed) {
      const { reference, rows } = group;
      if (known.loaded.has(reference)) {
        skipped += rows.length;
        continue;
      }
      const plan = planHousehold(people, { book, today });
      if (!('awards' in plan)) {
        refuse(group, plan);
        continue;
      }
      const conflicts = [
        ...this.#conflicts(imported, plan, known, taken),
        ...people
          .filter((person) => misnamed.has(person))
          .map(({ line }) => reject(line, 'name', 'name-differs')),
      ];
      if (conflicts.length > 0) {
        refuse(group, conflicts);
        continue;
      }
      for (const { personKey, counted } of plan.members) if (counted) taken.persons.add(personKey);
      taken.numbers.add(plan.decision.caseNo);
      accepted.push({ reference, plan });
    }
    await remember(tx, imported, accepted);
    if (!imported.dryRun) await this.writer.write(tx, imported, accepted, requestedBy);
    const acceptedRows = accepted.reduce((sum, { plan }) => sum + plan.members.length, 0);
    const all = groups.reduce((sum, { rows }) => sum + rows.length, 0);
    return { accepted: acceptedRows, skipped, rejected: all - acceptedRows - skipped, rejects };
  }

  #read({ rows }: RowGroup): { people: readonly ImportedPerson[] } | { rejects: readonly FileReject[] } {
    const today = this.clock.today();
    const results = rows.map(({ raw, line, isWhole }) =>
      isWhole ? readRow(raw, line, today) : { rejects: [reject(line, '', 'field-count')] },
    );
    const rejects = results.flatMap((result) => result.rejects ?? []);
    if (rejects.length > 0) return { rejects };
    return {
      people: results.flatMap((result) => ('person' in result && result.person ? [result.person] : [])),
    };
  }

  async #keyed(
    tx: Tx,
    read: readonly ReadGroup[],
  ): Promise<readonly { readonly group: RowGroup; readonly people: readonly KeyedPerson[] }[]> {
    const all = read.flatMap(({ people }) => people);
    const keys = await this.personKeys.keysOf(
      tx,
      all.map(({ idNumber }) => normalizeIdNumber(idNumber)),
    );
    const keyOf = new Map(all.map((person, index) => [person, keys[index] ?? '']));
    return read.map(({ group, people }) => ({
      group,
      people: people.map((person) => ({ ...person, personKey: keyOf.get(person) ?? '' })),
    }));
  }

  /** Who is known by another name, or stands in the file by two. */
  async #misnamed(
    tx: Tx,
    keyed: readonly { readonly people: readonly KeyedPerson[] }[],
  ): Promise<KeyedPerson[]> {
    const people = keyed.flatMap((each) => each.people);
    const known = await this.persons.misnamed((sql, parameters) => tx.query(sql, parameters), people);
    const first = new Map(people.toReversed().map(({ personKey, name }) => [personKey, name]));
    return people.filter(
      ({ personKey, name }, index) =>
        known.includes(index) || !isSameName(first.get(personKey) ?? name, name),
    );
  }

  #conflicts(
    { region: county }: CaseImport,
    { decision, members, awards }: PlannedHousehold,
    { supported }: Known,
    taken: { readonly persons: ReadonlySet<string>; readonly numbers: ReadonlySet<string> },
  ): FileReject[] {
    const applicant = members.find((member) => member.decision)?.line ?? 1;
    const paid = awards.find(({ programme }) => programme === 'DIBAO');
    const excluded = (personKey: string): boolean =>
      paid !== undefined &&
      paid.personKeys.includes(personKey) &&
      supported.some(
        (other) =>
          other.personKey === personKey &&
          (other.before === null || other.before > firstDay(paid.effectiveMonth)),
      );
    return [
      ...(this.regions.covers(county, decision.region) ? [] : [reject(applicant, 'region', 'out-of-region')]),
      ...(taken.numbers.has(decision.caseNo) ? [reject(applicant, 'case_no', 'case-no-taken')] : []),
      ...members
        .filter(({ counted, personKey }) => counted && taken.persons.has(personKey))
        .map(({ line }) => reject(line, 'id_number', 'duplicate-membership')),
      ...members
        .filter(({ personKey }) => excluded(personKey))
        .map(({ line }) => reject(line, 'id_number', 'exclusive-programme')),
    ];
  }
}

async function knownOf(
  tx: Tx,
  { id, region, dryRun }: CaseImport,
  groups: readonly RowGroup[],
  keyed: readonly { readonly people: readonly KeyedPerson[] }[],
): Promise<Known> {
  const people = keyed.flatMap((each) => each.people);
  const personKeys = [...new Set(people.map(({ personKey }) => personKey))];
  const numbers = people.flatMap(({ decision }) => (decision ? [decision.caseNo] : []));
  const references = [...new Set(groups.map(({ reference }) => reference))];
  const names = async (sql: string, parameters: readonly unknown[]): Promise<ReadonlySet<string>> =>
    new Set((await tx.query<{ name: string }>(sql, parameters)).map(({ name }) => name));
  return {
    loaded: await names(
      `select household_ref as name from case_import_household
        where county = $1 and household_ref = any($2) and household_id is not null and import_id <> $3`,
      [region, references, id],
    ),
    counted: await names(
      `select person_key as name from household_member where counted and open and person_key = any($1::uuid[])
       union select person_key from case_import_person where $3 and import_id = $2 and person_key = any($1::uuid[])`,
      [personKeys, id, dryRun],
    ),
    supported: await tx.query<Known['supported'][number]>(
      `select person_key as "personKey", upper(months)::text as before from award_person
        where programme in ('DIBAO', 'TEKUN') and not isempty(months) and person_key = any($1::uuid[])`,
      [personKeys],
    ),
    caseNumbers: await names(
      `select case_no as name from aid_case where case_no = any($1)
       union select case_no from case_import_household where $3 and import_id = $2 and case_no = any($1)`,
      [numbers, id, dryRun],
    ),
  };
}

/** Noted when the file was taken: households whose rows do not stand together. */
async function splitOf(
  tx: Tx,
  { id }: CaseImport,
  groups: readonly RowGroup[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ household_ref: string }>(
    `select household_ref from case_import_household
      where import_id = $1 and is_split and household_ref = any($2)`,
    [id, groups.map(({ reference }) => reference)],
  );
  return new Set(rows.map(({ household_ref }) => household_ref));
}

/** Notes what was accepted; of a dry run also who, since nothing else tells that somebody stands twice in the file. */
async function remember(
  tx: Tx,
  { id, region, dryRun }: CaseImport,
  accepted: readonly LoadedHousehold[],
): Promise<void> {
  await tx.execute(
    `insert into case_import_household (import_id, household_ref, county, case_no)
     select $1, ref, $2, number from unnest($3::text[], $4::text[]) as h(ref, number)`,
    [
      ...[id, region],
      accepted.map(({ reference }) => reference),
      accepted.map(({ plan }) => plan.decision.caseNo),
    ],
  );
  if (!dryRun) return;
  const persons = accepted.flatMap(({ plan }) => plan.members.filter(({ counted }) => counted));
  await tx.execute(
    'insert into case_import_person (import_id, person_key) select $1, key from unnest($2::uuid[]) key',
    [id, persons.map(({ personKey }) => personKey).sort()],
  );
}
