import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import { FieldCipher } from '@minzheng/platform/encryption';
import { listOf, mapPage, type Page } from '@minzheng/platform/http';
import { NotFound } from '@minzheng/platform/persistence';
import { Injectable } from '@nestjs/common';
import { DataSource, In, type EntityManager } from 'typeorm';
import { Appeal, AppealedFact } from './appeal.entity.js';
import type { AppealQuery } from './appeal.dto.js';
import { IS_OVERDUE } from './appeal.rules.js';
import { toAppealDto, type AppealDto } from './appeal-view.dto.js';

const READ = 'verification:appeals:read';

/** Appeals as whoever may see them sees them; an agency's steward those against what the agency has sent. */
@Injectable()
export class AppealView {
  constructor(
    private readonly dataSource: DataSource,
    private readonly cipher: FieldCipher,
    private readonly clock: BusinessClock,
  ) {}

  /** As it stands in the transaction that has changed it. */
  async of(manager: EntityManager, appeal: Appeal): Promise<AppealDto> {
    const [dto] = await this.#dtos(manager, [appeal]);
    if (!dto) throw new NotFound(Appeal.name);
    return dto;
  }

  /** @throws NotFound where it is none of a steward's agency */
  async one(id: string, caller: AuthenticatedCaller): Promise<AppealDto> {
    const { manager } = this.dataSource;
    const appeal = await manager.findOneBy(Appeal, { id });
    if (!appeal) throw new NotFound(Appeal.name);
    const dto = await this.of(manager, appeal);
    const isConcerned = !isSteward(caller) || dto.facts.some(({ agency }) => agency === caller.org);
    if (!isConcerned) throw new NotFound(Appeal.name);
    return dto;
  }

  async list(query: AppealQuery, caller: AuthenticatedCaller): Promise<Page<AppealDto>> {
    const found = this.dataSource
      .createQueryBuilder(Appeal, 'appeal')
      .setParameters({ today: this.clock.today() });
    if (isSteward(caller)) {
      found.andWhere(
        `exists (select from appealed_fact f where f.appeal_id = appeal.id and f.agency = :org)
         and appeal.state <> 'SUBMITTED'`,
        { org: caller.org ?? '' },
      );
    }
    const page = await listOf(found, query, {
      caller,
      own: 'appeal.person_key = :person or appeal.appellant_key = :person',
      equal: ['state', 'personKey'],
      flags: { overdue: IS_OVERDUE },
    });
    const dtos = await this.#dtos(this.dataSource.manager, page.items);
    const byId = new Map(dtos.map((dto) => [dto.id, dto]));
    return mapPage(page, ({ id }) => {
      const dto = byId.get(id);
      if (!dto) throw new NotFound(Appeal.name);
      return dto;
    });
  }

  async #dtos(manager: EntityManager, appeals: readonly Appeal[]): Promise<AppealDto[]> {
    const ids = appeals.map(({ id }) => id);
    const facts = await manager.find(AppealedFact, { where: { appealId: In(ids) }, order: { id: 'ASC' } });
    const ofAppeal = Map.groupBy(facts, ({ appealId }) => appealId);
    const today = this.clock.today();
    return appeals.map((appeal) => toAppealDto(appeal, ofAppeal.get(appeal.id) ?? [], this.cipher, today));
  }
}

/** Who has come as an agency's steward alone. */
const isSteward = (caller: AuthenticatedCaller): boolean =>
  caller.person === undefined && !caller.hasScope(READ);
