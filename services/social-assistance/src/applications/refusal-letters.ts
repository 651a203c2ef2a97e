import { Injectable } from '@nestjs/common';
import { LetterService, type Letter } from '@minzheng/casework/notices';
import { dueOn } from '@minzheng/kernel/working-days';
import { BusinessClock } from '@minzheng/platform/clock';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { HouseholdMember } from '../households/household.entity.js';
import type { AidCase } from './application.entity.js';

/** Kind of the written answer to an application that was refused (书面告知). */
export const REFUSAL = 'REFUSAL';

/** What it says beside its number. */
export interface RefusalContent {
  readonly outcome: 'REJECTED' | 'TERMINATED';
  readonly reasonCodes: readonly string[];
  readonly text: string;
}

/** What the applicant may do about it. 行政复议法 art. 20; 行政诉讼法 art. 46. */
const RIGHTS = {
  zh: '对本决定不服的，可以自收到之日起六十日内申请行政复议，或者六个月内提起行政诉讼。',
  en: 'Within sixty days of its receipt you may ask for administrative reconsideration, within six months you may sue.',
};

/** The written answer to an application that was refused: written at once, served within its working days (art. 22). */
@Injectable()
export class RefusalLetters {
  constructor(
    private readonly letters: LetterService,
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  async write(
    tx: Tx,
    { id, region, caseNo, householdId }: AidCase,
    content: RefusalContent,
  ): Promise<Letter> {
    const today = this.clock.today();
    const book = await this.policies.book(tx);
    const days = book.resolve('assistance.clock.refusalWd', region, today).value as number;
    const members = await tx.manager.find(HouseholdMember, {
      where: { householdId },
      order: { place: 'ASC' },
    });
    const applicant = members.find(({ relation }) => relation === 'APPLICANT') ?? members[0];
    return this.letters.write(tx, {
      ...{ subjectType: 'case', subjectId: id, region, kind: REFUSAL },
      addresseeKey: applicant?.guardianKey ?? applicant?.personKey ?? '',
      personKeys: members.map(({ personKey }) => personKey),
      content: { caseNo, ...content, rights: RIGHTS },
      dueOn: dueOn(today, days),
    });
  }
}
