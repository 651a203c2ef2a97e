import { Aggregate } from '@minzheng/platform/persistence';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { HukouType, Relation, Study } from '@minzheng/kernel/means-test';
import type { HouseholdState } from './household.lifecycle.js';

export type Capacity = 'FULL' | 'LIMITED' | 'NONE';
export type Labour = 'FULL' | 'PARTIAL' | 'NONE';

/** A household (家庭) as it applies: where it lives and who is paid are encrypted. */
@Entity('household')
export class Household extends Aggregate {
  @Column('text', { name: 'household_no' })
  householdNo!: string;

  @Column('text', { name: 'hukou_type' })
  hukouType!: HukouType;

  @Column('text', { name: 'address_enc' })
  addressEnc!: string;

  /** Holder, bank and account of the payee, together. */
  @Column('text', { name: 'payee_enc', nullable: true })
  payeeEnc!: string | null;

  @Column('text')
  state!: HouseholdState;
}

/** Somebody named in the household; whether counted follows from R1. */
@Entity('household_member')
export class HouseholdMember {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'household_id' })
  householdId!: string;

  @Column('uuid', { name: 'person_key' })
  personKey!: string;

  /** Place in the form, from 0. */
  @Column('int')
  place!: number;

  /** To the applicant. */
  @Column('text')
  relation!: Relation;

  @Column('date', { name: 'birth_date' })
  birthDate!: string;

  @Column('date', { name: 'lives_together_since', nullable: true })
  livesTogetherSince!: string | null;

  @Column('text', { name: 'hukou_region' })
  hukouRegion!: string;

  @Column('text')
  capacity!: Capacity;

  @Column('uuid', { name: 'guardian_key', nullable: true })
  guardianKey!: string | null;

  @Column('text')
  labour!: Labour;

  @Column('text')
  study!: Study;

  /** 1–7 of GB/T 26341. */
  @Column('int', { name: 'disability_kind', nullable: true })
  disabilityKind!: number | null;

  /** 1 is the most severe, 4 the least. */
  @Column('int', { name: 'disability_grade', nullable: true })
  disabilityGrade!: number | null;

  @Column('date', { name: 'card_valid_to', nullable: true })
  cardValidTo!: string | null;

  @Column('text', { name: 'major_illness_code', nullable: true })
  majorIllnessCode!: string | null;

  @Column('boolean', { name: 'fiscal_paid' })
  fiscalPaid!: boolean;

  @Column('boolean')
  counted!: boolean;

  @Column('text', { name: 'reason_code' })
  reasonCode!: string;

  /** The household is open: kept here, so that the database can refuse a second one. */
  @Column('boolean')
  open!: boolean;
}

/** Who owes a member support (赡养抚养扶养义务人) and lives elsewhere. */
@Entity('household_obligor')
export class HouseholdObligor {
  @PrimaryColumn('uuid', { name: 'household_id' })
  householdId!: string;

  @PrimaryColumn('uuid', { name: 'person_key' })
  personKey!: string;

  @PrimaryColumn('uuid', { name: 'obligor_of_key' })
  obligorOfKey!: string;

  @Column('text')
  relation!: Relation;
}
