import { fromBinary } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import { isDatasetCode } from '@minzheng/casework/agencies';
import { CheckService } from '@minzheng/casework/checks';
import { announceExpenditure } from '@minzheng/casework/facts';
import { Letter, LetterService } from '@minzheng/casework/notices';
import { enumValue } from '@minzheng/contracts/catalogue';
import { ExpenditureKindSchema } from '@minzheng/contracts/facts';
import { VerificationCompletedSchema } from '@minzheng/contracts/verification';
import { IllegalTransition } from '@minzheng/kernel/lifecycle';
import { requireItem, withoutLeftOut } from '@minzheng/casework/means-items';
import type { Month } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { invalidField, Problem } from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import { v7 as uuidv7 } from 'uuid';
import { HouseholdMember } from '../households/household.entity.js';
import { sqlState } from '../households/household.service.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import { AidCase } from './application.entity.js';
import { CASE_LIFECYCLE, isClosed } from './application.lifecycle.js';
import { Bill } from './bill.entity.js';
import type {
  AcceptBillDto,
  AnsweredItemDto,
  RecordAnswerDto,
  WriteInquiryDto,
} from './case-evidence.dto.js';
import { CaseGuards } from './case-guards.js';
import { INQUIRY, type AnsweredItem, type InquiryAnswer } from './inquiry.js';

const UNIQUE_VIOLATION = '23505';

/** What is brought into a case beside report and visit: answers of agencies, and bills. */
@Injectable()
export class CaseEvidenceService {
  constructor(
    private readonly letters: LetterService,
    private readonly checks: CheckService,
    private readonly guards: CaseGuards,
    private readonly clock: BusinessClock,
  ) {}

  /** Asks an agency for what the report lacks (函询). @throws Problem `not-a-gap`, `validation` */
  async inquire(tx: Tx, id: string, { agency, dataset, personKeys }: WriteInquiryDto): Promise<Letter> {
    if (dataset !== undefined && !isDatasetCode(dataset)) throw invalidField('dataset', 'unknown');
    const { region, caseNo } = await this.#open(tx, id, 'inquire');
    const report = await this.checks.latestReport(tx.manager, { type: 'case', id });
    const gaps = report ? fromBinary(VerificationCompletedSchema, report.message).gaps : [];
    const isGap = gaps.some(
      (gap) => gap.agency === agency && personKeys.every((personKey) => gap.personKeys.includes(personKey)),
    );
    if (!isGap) throw new Problem(ASSISTANCE_PROBLEMS.notAGap);
    return this.letters.send(tx, {
      ...{ subjectType: 'case', subjectId: id, region, kind: INQUIRY },
      ...{ agency, dataset, personKeys, content: { caseNo, agency, dataset: dataset ?? null } },
    });
  }

  /** The agency has answered: it is missing no more. @throws Problem `letter-answered`, `validation` */
  async recordAnswer(
    tx: Tx,
    letterId: string,
    version: number,
    { answeredOn, items, proof }: RecordAnswerDto,
  ): Promise<Letter> {
    const { personKeys } = await tx.manager.findOneByOrFail(Letter, { id: letterId });
    const answer: InquiryAnswer = {
      items: items.map((item, index) => toAnswered(item, index, personKeys)),
    };
    return this.letters.recordAnswer(tx, letterId, version, { answeredOn, answer, proof });
  }

  /**
   * A bill with its settlement sheet (结算单) is accepted once, and told as a fact.
   *
   * @throws Problem `bill-claimed`, `conflict-of-interest`, `validation`
   */
  async acceptBill(tx: Tx, id: string, form: AcceptBillDto): Promise<Bill> {
    const aidCase = await this.#open(tx, id, 'acceptBill');
    await this.guards.requireUnrelated(tx, aidCase);
    const { personKey, kind, sheet, payeeKey } = form;
    const { householdId, region, caseNo } = aidCase;
    if (!(await tx.manager.existsBy(HouseholdMember, { householdId, personKey })))
      throw invalidField('personKey', 'is-member');
    const amountFen = BigInt(form.amountFen);
    if (amountFen === 0n) throw invalidField('amountFen', 'min');
    const [fromMonth, toMonth] = [form.fromMonth as Month, form.toMonth as Month];
    if (toMonth < fromMonth) throw invalidField('toMonth', 'min');
    const billId = uuidv7();
    const factId = announceExpenditure(tx, {
      ...{ personKey, region, caseRef: caseNo, at: this.clock.now(), amountFen },
      kind: enumValue(ExpenditureKindSchema, kind),
      period: { fromMonth, toMonth },
      record: `bill/${billId}/${personKey}`,
      // the same sheet is the same item, whoever brings it
      item: `sheet/${sheet}`,
      ...(payeeKey === undefined ? {} : { payeeKey }),
    });
    const bill = Object.assign(new Bill(), {
      ...{ id: billId, caseId: id, personKey, kind, amountFen, fromMonth, toMonth, factId },
      ...{ payeeKey: payeeKey ?? null, sheetSha256: sheet, acceptedBy: tx.actor },
    });
    try {
      await tx.manager.insert(Bill, bill);
    } catch (error) {
      if (sqlState(error) === UNIQUE_VIOLATION) throw new Problem(ASSISTANCE_PROBLEMS.billClaimed);
      throw error;
    }
    return bill;
  }

  async #open(tx: Tx, id: string, command: string): Promise<AidCase> {
    const aidCase = await tx.loadForUpdate(AidCase, id);
    if (isClosed(aidCase.state)) throw new IllegalTransition(CASE_LIFECYCLE.name, aidCase.state, command);
    return aidCase;
  }
}

function toAnswered(form: AnsweredItemDto, index: number, asked: readonly string[]): AnsweredItem {
  requireItem(form, `items.${index}`, asked);
  return withoutLeftOut({ ...form });
}
