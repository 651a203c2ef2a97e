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

  /** As it stands in the transaction that has changed it. @throws NotFound where it is none of a steward's agency */
  async of(manager: EntityManager, appeal: Appeal, caller: AuthenticatedCaller): Promise<AppealDto> {
    const dto = (await this.#dtos(manager, [appeal], caller)).get(appeal.id);
    if (!dto) throw new NotFound(Appeal.name);
    const isConcerned = !isSteward(caller) || (appeal.state !== 'SUBMITTED' && dto.facts.length > 0);
    if (!isConcerned) throw new NotFound(Appeal.name);
    return dto;
  }

  /** @throws NotFound where it is none of a steward's agency */
  async one(id: string, caller: AuthenticatedCaller): Promise<AppealDto> {
    const { manager } = this.dataSource;
    const appeal = await manager.findOneBy(Appeal, { id });
    if (!appeal) throw new NotFound(Appeal.name);
    return this.of(manager, appeal, caller);
  }

  /** @returns a page, and whom it is about */
  async list(
    query: AppealQuery,
    caller: AuthenticatedCaller,
  ): Promise<{ readonly page: Page<AppealDto>; readonly persons: readonly string[] }> {
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
    const dtos = await this.#dtos(this.dataSource.manager, page.items, caller);
    const shown = mapPage(page, ({ id }) => {
      const dto = dtos.get(id);
      if (!dto) throw new NotFound(Appeal.name);
      return dto;
    });
    return { page: shown, persons: page.items.map(({ personKey }) => personKey) };
  }

  async #dtos(
    manager: EntityManager,
    appeals: readonly Appeal[],
    caller: AuthenticatedCaller,
  ): Promise<ReadonlyMap<string, AppealDto>> {
    const ids = appeals.map(({ id }) => id);
    const facts = await manager.find(AppealedFact, { where: { appealId: In(ids) }, order: { id: 'ASC' } });
    const ofAppeal = Map.groupBy(facts, ({ appealId }) => appealId);
    const today = this.clock.today();
    const agency = isSteward(caller) ? (caller.org ?? '') : undefined;
    return new Map(
      appeals.map((appeal) => [
        appeal.id,
        toAppealDto(appeal, ofAppeal.get(appeal.id) ?? [], this.cipher, today, agency),
      ]),
    );
  }
}

/** Who has come as an agency's steward alone. */
const isSteward = (caller: AuthenticatedCaller): boolean =>
  caller.person === undefined && !caller.hasScope(READ);
