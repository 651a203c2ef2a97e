import { Injectable, type OnModuleInit } from '@nestjs/common';
import { said, transition } from '@minzheng/casework/messages';
import { WorkItems, type ClimbedItem } from '@minzheng/casework/work-items';
import { SupervisionFlaggedSchema } from '@minzheng/contracts/assistance';
import { BusinessClock } from '@minzheng/platform/clock';
import { FieldCipher } from '@minzheng/platform/encryption';
import type { Tx } from '@minzheng/platform/persistence';
import { In, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { SupervisionItem, type SupervisionFinding, type SupervisionKind } from './supervision-item.entity.js';
import { SUPERVISION_LIFECYCLE } from './supervision-item.lifecycle.js';

/** Something to look into. */
export interface Flag {
  readonly kind: SupervisionKind;
  readonly subject: { readonly type: string; readonly id: string };
  readonly region: string;
  /** A code; one kind and reason of a subject is flagged once. */
  readonly reason: string;
}

/** Where what a supervisor found is encrypted for. */
const findingPlace = (id: string): string => `supervision_item/${id}/findingText`;

/** What is flagged to be looked into, from wherever it comes (R20). */
@Injectable()
export class SupervisionService implements OnModuleInit {
  constructor(
    private readonly work: WorkItems,
    private readonly cipher: FieldCipher,
    private readonly clock: BusinessClock,
  ) {}

  onModuleInit(): void {
    this.work.whenOverdue((tx, items) => this.#late(tx, items));
  }

  /** @returns undefined when it was flagged before */
  async flag(tx: Tx, flag: Flag): Promise<SupervisionItem | undefined> {
    const [item] = await this.flagAll(tx, [flag]);
    return item;
  }

  /** Flags what was not flagged before; it is announced, and stands in the supervisors' list. */
  async flagAll(tx: Tx, flags: readonly Flag[]): Promise<SupervisionItem[]> {
    const fresh = await this.#unknown(tx, flags);
    const at = this.clock.now();
    const items: SupervisionItem[] = [];
    for (const { kind, subject, region, reason } of fresh) {
      const item = await tx.begin(
        Object.assign(new SupervisionItem(), {
          ...{ id: uuidv7(), region, kind, reason, subjectType: subject.type, subjectId: subject.id },
          flaggedOn: this.clock.today(),
          ...{ finding: null, findingTextEnc: null, checkedBy: null, checkedOn: null, checkedRegion: null },
        }),
        SUPERVISION_LIFECYCLE,
        'flag',
        at,
      );
      announceFlagged(tx, item, at);
      items.push(item);
    }
    return items;
  }

  /** Whether something of these kinds was flagged about a subject, whatever was found. */
  isFlagged(
    manager: EntityManager,
    kinds: readonly SupervisionKind[],
    subject: { readonly type: string; readonly id: string },
  ): Promise<boolean> {
    return manager.existsBy(SupervisionItem, {
      subjectId: subject.id,
      subjectType: subject.type,
      kind: In([...kinds]),
    });
  }

  async check(
    tx: Tx,
    id: string,
    version: number,
    found: { readonly finding: SupervisionFinding; readonly text: string; readonly region: string | null },
  ): Promise<SupervisionItem> {
    const { finding, text, region } = found;
    const item = await tx.loadForUpdate(SupervisionItem, id, version);
    item.finding = finding;
    item.findingTextEnc = this.cipher.encrypt(text, findingPlace(id));
    item.checkedBy = tx.actor;
    item.checkedOn = this.clock.today();
    item.checkedRegion = region;
    await tx.move(item, SUPERVISION_LIFECYCLE, 'check', this.clock.now(), finding);
    return item;
  }

  async close(tx: Tx, id: string, version: number): Promise<SupervisionItem> {
    const item = await tx.loadForUpdate(SupervisionItem, id, version);
    await tx.move(item, SUPERVISION_LIFECYCLE, 'close', this.clock.now());
    return item;
  }

  findingText({ id, findingTextEnc }: SupervisionItem): string | null {
    return findingTextEnc === null ? null : this.cipher.decrypt(findingTextEnc, findingPlace(id));
  }

  /** What an office let pass is looked into; the supervisors' own delays are not. */
  async #late(tx: Tx, items: readonly ClimbedItem[]): Promise<void> {
    await this.flagAll(
      tx,
      items
        .filter(({ subject }) => subject.type !== SUPERVISION_LIFECYCLE.name)
        .map(({ kind, subject, region }) => ({ kind: 'LATE', subject, region, reason: kind })),
    );
  }

  /** Two that flag the same thing at once wait for each other. */
  async #unknown(tx: Tx, flags: readonly Flag[]): Promise<Flag[]> {
    if (flags.length === 0) return [];
    const columns = [
      flags.map(({ subject }) => subject.id),
      flags.map(({ subject }) => subject.type),
      flags.map(({ kind }) => kind),
      flags.map(({ reason }) => reason),
    ];
    await tx.query(
      `select pg_advisory_xact_lock(stripe) from (
         select distinct hashtextextended('supervision/' || id, 0) as stripe from unnest($1::text[]) as id order by 1) s`,
      [columns[0]],
    );
    const known = await tx.query<{ place: string }>(
      `select (f.place - 1)::int as place
         from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) with ordinality
              as f(id, type, kind, reason, place)
         join supervision_item i on i.subject_id = f.id and i.kind = f.kind and i.reason = f.reason
                                and i.subject_type = f.type`,
      columns,
    );
    const seen = new Set(known.map(({ place }) => Number(place)));
    const keys = new Set<string>();
    return flags.filter(({ subject, kind, reason }, index) => {
      const key = [subject.type, subject.id, kind, reason].join(' ');
      const isNew = !seen.has(index) && !keys.has(key);
      keys.add(key);
      return isNew;
    });
  }
}

function announceFlagged(tx: Tx, item: SupervisionItem, at: Date): void {
  tx.announce(
    SupervisionFlaggedSchema,
    {
      ...said(item.region, at),
      itemId: item.id,
      transition: transition(SUPERVISION_LIFECYCLE.name, item, '', item.state),
      kind: item.kind,
    },
    item,
  );
}
