import { PriceIndexKind, PriceSubsidyTriggeredSchema } from '@minzheng/contracts/assistance';
import { enumValue } from '@minzheng/contracts/catalogue';
import { HukouTypeSchema } from '@minzheng/contracts/common';
import type { HukouType } from '@minzheng/kernel/means-test';
import { parseFen } from '@minzheng/kernel/money';
import { firstDay, monthOf, type Month } from '@minzheng/kernel/months';
import type { PolicyBook } from '@minzheng/kernel/policy';
import { BusinessClock } from '@minzheng/platform/clock';
import { invalidField, Problem } from '@minzheng/platform/http';
import { Jobs } from '@minzheng/platform/jobs';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import {
  priceSubsidy,
  priceSubsidyDueOn,
  type PriceIndices,
  type PriceSubsidyPolicy,
} from '../entitlement/price-subsidy.rules.js';
import { readPriceSubsidyPolicy } from '../entitlement/rule-policies.js';
import type { StatedReason } from '../entitlement/stated-reason.js';
import { said } from '../messages.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import type { StandardValue } from '../standards/standard-row.rules.js';
import { PriceIndex, type PriceAmount } from './price-index.entity.js';
import { PRICE_INDEX_LIFECYCLE } from './price-index.lifecycle.js';
import type { EnterPriceIndexDto, PriceFiguresDto } from './price-index.dto.js';

/** The job that opens the payroll runs of a triggered subsidy. */
export const PRICE_RUNS = 'price-subsidy-runs';

const STANDARD_KEY = 'assistance.dibao.standardMonthlyFen';
const HUKOU_TYPES: readonly HukouType[] = ['URBAN', 'RURAL'];
const KINDS = { CPI: PriceIndexKind.CPI, FOOD: PriceIndexKind.FOOD } as const;

/** Price indices, entered once a region and month, and the subsidy that they trigger (R17, 发改价格〔2021〕1553号). */
@Injectable()
export class PriceIndexService {
  constructor(
    private readonly policies: PolicyStore,
    private readonly jobs: Jobs,
    private readonly clock: BusinessClock,
  ) {}

  /** @throws PolicyMissing, Problem `index-exists`, `validation` */
  async enter(tx: Tx, form: EnterPriceIndexDto): Promise<PriceIndex> {
    const { region, month } = form;
    await this.#alone(tx, region, month);
    const open = await tx.manager.findOneBy(PriceIndex, { region, month, state: 'OPEN' });
    if (open) throw new Problem(ASSISTANCE_PROBLEMS.indexExists, { extensions: { indexId: open.id } });
    return this.#enter(tx, region, month, form, null);
  }

  /**
   * Corrects an index: another one takes its place. What was paid stays; what is due beyond it is paid.
   *
   * @throws PolicyMissing, Problem `validation`
   */
  async supersede(tx: Tx, id: string, version: number, form: PriceFiguresDto): Promise<PriceIndex> {
    const wrong = await tx.loadForUpdate(PriceIndex, id, version);
    await this.#alone(tx, wrong.region, wrong.month);
    await tx.move(wrong, PRICE_INDEX_LIFECYCLE, 'supersede', this.clock.now());
    return this.#enter(tx, wrong.region, wrong.month, form, id);
  }

  async #enter(
    tx: Tx,
    region: string,
    month: Month,
    form: PriceFiguresDto,
    supersedesId: string | null,
  ): Promise<PriceIndex> {
    const { cpiBp, foodBp, publishedOn } = form;
    if (publishedOn > this.clock.today()) throw invalidField('publishedOn', 'max');
    if (month > monthOf(publishedOn)) throw invalidField('month', 'max');
    const book = await this.policies.book(tx);
    const policy = readPriceSubsidyPolicy(book, region, firstDay(month));
    const { amounts, reasons } = amountsOf(book, region, month, { cpiBp, foodBp }, policy);
    const id = uuidv7();
    const jobId =
      amounts.length === 0
        ? null
        : await this.jobs.ask(tx, {
            name: PRICE_RUNS,
            scope: region,
            period: id,
            parameters: { region, month },
          });
    const index = Object.assign(new PriceIndex(), {
      ...{ id, region, month, cpiBp, foodBp, publishedOn, amounts, reasons, jobId, supersedesId },
      dueOn: priceSubsidyDueOn(publishedOn, policy),
      groups: [...policy.groups],
      policyVersionIds: book.used().map((row) => row.id),
    });
    await tx.begin(index, PRICE_INDEX_LIFECYCLE, 'enter', this.clock.now());
    await this.#announce(tx, index);
    return index;
  }

  async #announce(tx: Tx, index: PriceIndex): Promise<void> {
    const { region, month, amounts, dueOn, policyVersionIds } = index;
    if (amounts.length === 0) return;
    const [entered] = await tx.query<{ count: string }>(
      'select count(*) from price_index where region = $1 and month = $2',
      [region, month],
    );
    for (const amount of amounts) {
      tx.announce(
        PriceSubsidyTriggeredSchema,
        {
          ...said(amount.region, this.clock.now()),
          regionPrefix: amount.region,
          policyVersionIds,
          month,
          hukouType: enumValue(HukouTypeSchema, amount.hukouType),
          index: KINDS[amount.index],
          rateBp: amount.rateBp,
          amountFen: BigInt(amount.amountFen),
          dueOn,
        },
        {
          aggregate: 'priceSubsidy',
          id: `${month}-${region}-${amount.region}-${amount.hukouType}`,
          version: BigInt(entered?.count ?? 1),
        },
      );
    }
  }

  /** Of a region and month one index is entered at a time. */
  async #alone(tx: Tx, region: string, month: Month): Promise<void> {
    await tx.execute('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `price_index/${region}/${month}`,
    ]);
  }
}

/**
 * What each person gets, by hukou type, in the region and in every region within it that has a standard of its own.
 *
 * @throws PolicyMissing where a triggered subsidy has no standard
 */
function amountsOf(
  book: PolicyBook,
  region: string,
  month: Month,
  indices: PriceIndices,
  policy: PriceSubsidyPolicy,
): { readonly amounts: PriceAmount[]; readonly reasons: StatedReason[] } {
  const unmet = priceSubsidy(indices, 0n, policy);
  if (!unmet.triggered) return { amounts: [], reasons: [...unmet.reasons] };
  const found = regionsOfStandards(book, region, month).flatMap((place) => {
    const { value } = book.resolve(STANDARD_KEY, place, firstDay(month));
    return HUKOU_TYPES.map((hukouType) => {
      const standardFen = parseFen((value as StandardValue)[hukouType]);
      return { place, hukouType, standardFen, subsidy: priceSubsidy(indices, standardFen, policy) };
    });
  });
  return {
    amounts: found.flatMap(({ place, hukouType, standardFen, subsidy }) =>
      subsidy.triggered
        ? [
            {
              region: place,
              hukouType,
              index: subsidy.index,
              rateBp: subsidy.rateBp,
              standardFen: standardFen.toString(),
              amountFen: subsidy.amountFen.toString(),
            },
          ]
        : [],
    ),
    reasons: found.flatMap(({ subsidy }) => subsidy.reasons),
  };
}

/** The region, if a standard holds for all of it, and the regions within it that have their own. */
function regionsOfStandards(book: PolicyBook, region: string, month: Month): string[] {
  const on = firstDay(month);
  const rows = book.explain(STANDARD_KEY, region, on);
  const within = rows
    .filter(
      ({ row: { regionPrefix, effectiveFrom, effectiveTo } }) =>
        regionPrefix !== region &&
        regionPrefix.startsWith(region) &&
        effectiveFrom <= on &&
        (effectiveTo === undefined || on < effectiveTo),
    )
    .map(({ row }) => row.regionPrefix);
  const hasOwn = rows.some(({ standing }) => standing === 'WINS');
  return [...(hasOwn || within.length === 0 ? [region] : []), ...new Set(within.sort())];
}
