import { Column, Entity, PrimaryColumn } from 'typeorm';

export const ATTENDANT_ROLES = [
  'VILLAGERS_REPRESENTATIVE',
  'COMMITTEE_MEMBER',
  'TOWNSHIP_STAFF',
  'OTHER',
] as const;
export type AttendantRole = (typeof ATTENDANT_ROLES)[number];

/** A democratic evaluation (民主评议) of a case by the village: never changed; a later one counts. */
@Entity('village_evaluation')
export class VillageEvaluation {
  /** UUIDv7 */
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'case_id' })
  caseId!: string;

  @Column('date', { name: 'held_on' })
  heldOn!: string;

  @Column('jsonb')
  attendants!: readonly { readonly role: AttendantRole; readonly count: number }[];

  @Column('int')
  agree!: number;

  @Column('int')
  against!: number;

  @Column('int')
  void!: number;

  /** Villagers’ representatives among those who voted. */
  @Column('int')
  representatives!: number;

  /** Of the minutes, hex. */
  @Column('text', { name: 'minutes_sha256' })
  minutesSha256!: string;

  @Column('text', { name: 'recorded_by' })
  recordedBy!: string;
}
