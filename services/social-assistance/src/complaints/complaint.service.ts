import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { BusinessClock } from '@minzheng/platform/clock';
import { SETTINGS, type PlatformSettings } from '@minzheng/platform/config';
import { FieldCipher } from '@minzheng/platform/encryption';
import { Problem, PROBLEMS } from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { AidCase } from '../applications/application.entity.js';
import { CASE_LIFECYCLE } from '../applications/application.lifecycle.js';
import { SupervisionService } from '../supervision/supervision.service.js';
import { Complaint, ComplaintReporter } from './complaint.entity.js';
import { COMPLAINT_LIFECYCLE } from './complaint.lifecycle.js';
import type { ComplainDto } from './complaint.dto.js';

/** From one telephone number or address in a day (section 11). */
const PER_DAY = 5;

const textPlace = (id: string): string => `complaint/${id}/text`;
const answerPlace = (id: string): string => `complaint/${id}/answer`;
const namePlace = (id: string): string => `complaint_reporter/${id}/name`;
const contactPlace = (id: string): string => `complaint_reporter/${id}/contact`;

/** Who has complained, in clear. */
export interface Reporter {
  readonly name: string | null;
  readonly contact: string | null;
}

/** Complaints (投诉举报): taken from anybody, looked into, answered. L57 arts. 36–38. */
@Injectable()
export class ComplaintService {
  constructor(
    private readonly supervision: SupervisionService,
    private readonly cipher: FieldCipher,
    private readonly clock: BusinessClock,
    @Inject(SETTINGS) private readonly settings: Pick<PlatformSettings, 'personKeySecret'>,
  ) {}

  /**
   * What it is about is looked into by a supervisor; a case that is named is examined by the county in any case.
   *
   * @throws Problem `rate-limited`
   */
  async receive(tx: Tx, form: ComplainDto): Promise<Complaint> {
    const { region, text, name, contact, target } = form;
    const today = this.clock.today();
    const contactHash = contact === undefined ? null : this.#hash(contact);
    if (contactHash !== null) await this.#requireFew(tx, contactHash, today);
    const aidCase = await this.#namedCase(tx, target.caseNo);
    const id = uuidv7();
    const item = await this.supervision.flag(tx, {
      kind: 'COMPLAINT',
      subject: aidCase
        ? { type: CASE_LIFECYCLE.name, id: aidCase.id }
        : { type: COMPLAINT_LIFECYCLE.name, id },
      region: aidCase?.region ?? region,
      reason: `complaint/${id}`,
    });
    const complaint = Object.assign(new Complaint(), {
      ...{ id, region: aidCase?.region ?? region, target: target.kind, caseId: aidCase?.id ?? null },
      named: name !== undefined && contact !== undefined,
      textEnc: this.cipher.encrypt(text, textPlace(id)),
      receivedOn: today,
      itemId: item?.id,
      ...{ answerEnc: null, answeredBy: null, answeredOn: null },
    });
    await tx.begin(complaint, COMPLAINT_LIFECYCLE, 'receive', this.clock.now());
    await tx.manager.insert(ComplaintReporter, {
      id,
      nameEnc: name === undefined ? null : this.cipher.encrypt(name, namePlace(id)),
      contactEnc: contact === undefined ? null : this.cipher.encrypt(contact, contactPlace(id)),
      contactHash,
      receivedOn: today,
    });
    return complaint;
  }

  /** Its item was checked. */
  async checked(tx: Tx, itemId: string): Promise<void> {
    await tx.moveWhere(Complaint, COMPLAINT_LIFECYCLE, 'check', this.clock.now(), {
      where: 't.item_id = $1',
      parameters: [itemId],
    });
  }

  async answer(tx: Tx, id: string, version: number, text: string): Promise<Complaint> {
    const complaint = await tx.loadForUpdate(Complaint, id, version);
    complaint.answerEnc = this.cipher.encrypt(text, answerPlace(id));
    complaint.answeredBy = tx.actor;
    complaint.answeredOn = this.clock.today();
    await tx.move(complaint, COMPLAINT_LIFECYCLE, 'answer', this.clock.now());
    return complaint;
  }

  textOf({ id, textEnc }: Complaint): string {
    return this.cipher.decrypt(textEnc, textPlace(id));
  }

  answerOf({ id, answerEnc }: Complaint): string | null {
    return answerEnc === null ? null : this.cipher.decrypt(answerEnc, answerPlace(id));
  }

  /** Who has made the complaint by which an item was flagged. */
  async reporterOf(manager: EntityManager, itemId: string): Promise<Reporter | undefined> {
    const complaint = await manager.findOneBy(Complaint, { itemId });
    const reporter = complaint && (await manager.findOneBy(ComplaintReporter, { id: complaint.id }));
    if (!reporter) return undefined;
    const { id, nameEnc, contactEnc } = reporter;
    return {
      name: nameEnc === null ? null : this.cipher.decrypt(nameEnc, namePlace(id)),
      contact: contactEnc === null ? null : this.cipher.decrypt(contactEnc, contactPlace(id)),
    };
  }

  /** Whether there is such a case is nobody's to know: an unknown number is a complaint about no case. */
  async #namedCase(tx: Tx, caseNo: string | undefined): Promise<AidCase | null> {
    return caseNo === undefined ? null : tx.manager.findOneBy(AidCase, { caseNo });
  }

  /** Those of one contact are counted one after the other. */
  async #requireFew(tx: Tx, contactHash: string, today: string): Promise<void> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [contactHash]);
    const [row] = await tx.query<{ count: number }>(
      'select count(*)::int as count from complaint_reporter where contact_hash = $1 and received_on = $2',
      [contactHash, today],
    );
    if ((row?.count ?? 0) >= PER_DAY) throw new Problem(PROBLEMS.rateLimited);
  }

  #hash(contact: string): string {
    const normal = contact.replaceAll(/[\s()+-]/g, '').toLowerCase();
    return createHmac('sha256', this.settings.personKeySecret).update(`contact/${normal}`).digest('hex');
  }
}
