import { Injectable } from '@nestjs/common';
import { LetterService } from '@minzheng/casework/notices';
import { VisitService } from '@minzheng/casework/visits';
import type { CivilDate } from '@minzheng/kernel/months';
import type { EntityManager } from 'typeorm';
import type { HouseholdWithPersons } from '../households/household.events.js';
import { suppliedByVisit } from '../visits/visit-findings.js';
import type { AidCase } from './application.entity.js';
import { INQUIRY, suppliedByLetter, type InquiryAnswer } from './inquiry.js';
import type { MeansSupplement } from './means-supplement.rules.js';

/**
 * What is known of a case, or of an award under review, beyond the report: findings of visits, answers to inquiries,
 * decisions on assets.
 */
@Injectable()
export class CaseSupplementService {
  constructor(
    private readonly visits: VisitService,
    private readonly letters: LetterService,
  ) {}

  /**
   * @param since - what was found or answered before that day has had its effect already
   * @returns undefined where nothing was added: the report stands as it came
   */
  async of(
    manager: EntityManager,
    { id, assetDecisions }: Pick<AidCase, 'id' | 'assetDecisions'>,
    { members, obligors }: HouseholdWithPersons,
    { type = 'case', since = '' }: { readonly type?: 'case' | 'award'; readonly since?: CivilDate } = {},
  ): Promise<MeansSupplement | undefined> {
    const visits = (await this.visits.signedVisits(manager, type, id)).filter(
      ({ visitedOn }) => visitedOn >= since,
    );
    const letters = (await this.letters.of(manager, type, id, INQUIRY)).filter(
      ({ state, writtenOn }) => state === 'ANSWERED' && writtenOn >= since,
    );
    const seen = visits.flatMap((visit) =>
      suppliedByVisit(visit, this.visits.contentOf(visit)?.findings ?? []),
    );
    const answers = letters.flatMap((letter) =>
      suppliedByLetter(letter, this.letters.answerOf<InquiryAnswer>(letter)?.items ?? []),
    );
    if (seen.length + letters.length + assetDecisions.length === 0) return undefined;
    return {
      items: [...seen, ...answers],
      assetDecisions,
      answered: letters.map(({ addresseeAgency, personKeys }) => ({
        agency: addresseeAgency ?? '',
        personKeys,
      })),
      snapshot: {
        members: members.map(({ personKey, relation, birthDate, livesTogetherSince, study }) => ({
          ...{ personKey, relation, birthDate, study },
          ...(livesTogetherSince === null ? {} : { livesTogetherSince }),
        })),
        obligors: obligors.map(({ personKey, obligorOfKey, relation }) => ({
          ...{ personKey, obligorOfKey, relation },
        })),
      },
    };
  }
}
