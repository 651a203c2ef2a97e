import type { CivilDate } from '@minzheng/kernel/months';
import { mentionsPerson } from '@minzheng/kernel/personal-data';
import type { Tx } from '@minzheng/platform/persistence';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { isDatasetOf } from '../facts/dataset.rules.js';
import type { InboundBatchDto, InboundItemDto, InboundResultDto } from './inbound-batch.dto.js';
import { isObject } from './item-refusal.js';

/** What was refused: a fact, the word that all is there of a person, or of a feed. */
export const REFUSED_ITEMS = ['FACT', 'ANSWER', 'WATERMARK'] as const;
export type RefusedItem = (typeof REFUSED_ITEMS)[number];

/** Items of one call that were refused for the same reason. */
export interface InboundRefusal {
  /** `?` where the item names no dataset of the agency. */
  readonly dataset: string;
  readonly item: RefusedItem;
  readonly problem: string;
  /** What is wrong; empty: the item as a whole. Never a name that a caller invented. */
  readonly field: string;
  /** Of `validation`: what is wrong with the field. */
  readonly code: string;
  readonly items: number;
  /** Place of the first in the list that was sent, from 0. */
  readonly firstIndex: number;
}

const UNKNOWN = '?';
const FIELD = /^[A-Za-z0-9.?]{0,200}$/;
const ERASED_AT_ONCE = 5_000;

/** The refused items of a call, counted by dataset and reason. */
export function refusalsOf(batch: InboundBatchDto, result: InboundResultDto): InboundRefusal[] {
  const { facts = [], answers = [], watermark } = batch;
  const told = [
    ...result.facts.map((each) => ({ item: 'FACT' as const, sent: facts[each.index], ...each })),
    ...result.answers.map((each) => ({ item: 'ANSWER' as const, sent: answers[each.index], ...each })),
    ...(result.watermark
      ? [{ item: 'WATERMARK' as const, sent: watermark, index: 0, ...result.watermark }]
      : []),
  ].filter(({ state }) => state === 'REJECTED');
  const groups = Map.groupBy(
    told.map((each) => ({ ...each, dataset: datasetOf(each.sent, batch.agency), ...reasonOf(each) })),
    ({ item, dataset, problem, field, code }) => JSON.stringify([item, dataset, problem, field, code]),
  );
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [
          {
            ...{ dataset: first.dataset, item: first.item, problem: first.problem },
            ...{ field: first.field, code: first.code },
            ...{ items: others.length + 1, firstIndex: first.index },
          },
        ],
  );
}

function datasetOf(sent: unknown, agency: string): string {
  const dataset = isObject(sent) ? sent['dataset'] : undefined;
  return typeof dataset === 'string' && isDatasetOf(agency, dataset) ? dataset : UNKNOWN;
}

function reasonOf({ problem = '', field = '', code = '' }: Partial<InboundItemDto>) {
  return { problem, field: FIELD.test(field) && !mentionsPerson(field) ? field : UNKNOWN, code };
}

/** Keeps for the stewards what the gateway has refused (退回记录): their systems were told at once, people may not have seen it. */
@Injectable()
export class InboundRefusals {
  /** @param eraseOn - day on which it is forgotten */
  async keep(
    tx: Tx,
    agency: string,
    refusals: readonly InboundRefusal[],
    refusedAt: Date,
    eraseOn: CivilDate,
  ): Promise<void> {
    if (refusals.length === 0) return;
    await tx.execute(
      `insert into inbound_refusal (id, agency, dataset, item, problem, field, code, items, first_index, refused_at, erase_on)
       select r.id, $2::text, r.dataset, r.item, r.problem, r.field, r.code, r.items, r.first, $10::timestamptz, $11::date
         from unnest($1::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::int[])
              as r(id, dataset, item, problem, field, code, items, first)`,
      [
        refusals.map(() => uuidv7()),
        agency,
        refusals.map(({ dataset }) => dataset),
        refusals.map(({ item }) => item),
        refusals.map(({ problem }) => problem),
        refusals.map(({ field }) => field),
        refusals.map(({ code }) => code),
        refusals.map(({ items }) => items),
        refusals.map(({ firstIndex }) => firstIndex),
        refusedAt,
        eraseOn,
      ],
    );
  }

  /** Forgets what was kept for its days. @returns how many rows, at most some thousands at once */
  async erase(tx: Tx, today: CivilDate): Promise<number> {
    return tx.execute(
      `delete from inbound_refusal
        where id in (select id from inbound_refusal where erase_on <= $1 order by erase_on limit $2)`,
      [today, ERASED_AT_ONCE],
    );
  }
}
