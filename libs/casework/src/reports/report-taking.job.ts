import { Injectable, type OnModuleInit } from '@nestjs/common';
import { addDays, addMonths, monthOf, type CivilDate, type Month } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { Problem } from '@minzheng/platform/http';
import { JobRunner, Jobs, type Chunk, type JobHandler, type JobUnderWay } from '@minzheng/platform/jobs';
import { PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { ReportBook } from './report-book.js';
import { dropOldTakes, storeTake, type TakeKind } from './report-store.js';
import { REPORT_PROBLEMS } from './report.problems.js';

const NAME = 'report-taking';
const EVERYWHERE = 'all';

interface Taking {
  readonly kind: TakeKind;
  readonly codes: readonly string[];
  readonly months: readonly Month[];
  readonly takenOn: CivilDate;
  readonly reason?: string;
}

/** Of which report and county the figures were stored last. */
interface Place extends Record<string, unknown> {
  readonly county: string;
  readonly code: string;
}

/** What somebody wants to be final. */
export interface FreezeForm {
  readonly code: string;
  readonly region: string;
  readonly month: Month;
  readonly reason?: string;
}

/**
 * Stores the figures of reports (报表快照、定稿): each morning those of the current month and some before it, and on demand those of
 * a month that is final. A report of one county is a chunk.
 */
@Injectable()
export class ReportTakingJob implements JobHandler<Taking, Place>, OnModuleInit {
  readonly name = NAME;

  constructor(
    private readonly book: ReportBook,
    private readonly policies: PolicyStore,
    private readonly runner: JobRunner,
    private readonly jobs: Jobs,
    private readonly clock: BusinessClock,
  ) {}

  onModuleInit(): void {
    this.runner.register(this);
  }

  /**
   * The figures of a day, of all reports: there is one job a day.
   *
   * @returns its id; undefined while there is nowhere anything to report of
   * @throws PolicyMissing
   */
  async ask(tx: Tx, takenOn: CivilDate): Promise<string | undefined> {
    const [place] = await this.book.counties(tx);
    if (place === undefined) return undefined;
    const count = this.book.number(await this.policies.book(tx), 'snapshotMonths', place);
    const current = monthOf(takenOn);
    const months = Array.from({ length: count }, (_, index) => addMonths(current, index + 1 - count));
    const taking: Taking = {
      ...{ kind: 'DAILY', takenOn, months },
      codes: this.book.definitions.map(({ code }) => code),
    };
    return this.jobs.ask(tx, { name: NAME, scope: EVERYWHERE, period: takenOn, parameters: { ...taking } });
  }

  /**
   * A month is final in a region; where it was final before, the new figures are its next version.
   *
   * @throws Problem `unknown-report`, `month-not-over`
   */
  async freeze(tx: Tx, { code, region, month, reason }: FreezeForm): Promise<string> {
    this.book.definition(code);
    const takenOn = this.clock.today();
    if (month >= monthOf(takenOn)) throw new Problem(REPORT_PROBLEMS.monthNotOver);
    const taking: Taking = {
      ...{ kind: 'FROZEN', takenOn, codes: [code], months: [month] },
      ...(reason === undefined ? {} : { reason }),
    };
    return this.jobs.ask(tx, { name: NAME, scope: region, parameters: { ...taking } });
  }

  async chunk(tx: Tx, { scope, parameters, checkpoint }: JobUnderWay<Taking, Place>): Promise<Chunk<Place>> {
    const counties = await this.book.counties(tx, scope === EVERYWHERE ? '' : scope);
    const { codes } = parameters;
    const begun = counties.find((county) => county === checkpoint?.county);
    const code = begun === undefined ? undefined : codes[codes.indexOf(checkpoint?.code ?? '') + 1];
    const county = code === undefined ? counties.find((each) => each > (checkpoint?.county ?? '')) : begun;
    const place = county === undefined ? undefined : { county, code: code ?? codes[0] ?? '' };
    if (place !== undefined) await this.#take(tx, place, parameters);
    return {
      checkpoint: place ?? checkpoint ?? { county: '', code: '' },
      done: place === undefined ? 0 : 1,
      ...(checkpoint ? {} : { total: counties.length * codes.length }),
      finished: place === undefined || (county === counties.at(-1) && place.code === codes.at(-1)),
    };
  }

  async #take(tx: Tx, { county, code }: Place, { kind, months, takenOn, reason }: Taking): Promise<void> {
    const book = await this.policies.book(tx);
    const at = this.clock.now();
    const definition = this.book.definition(code);
    const leaves = await this.book.compute(tx, book, definition, county, { months, counties: [county] });
    for (const month of months) {
      const form = {
        ...{ code, county, month, kind, takenOn, definitionVersion: definition.version },
        ...(reason === undefined ? {} : { reason }),
      };
      const own = leaves.filter((leaf) => leaf.month === month);
      await storeTake(tx, form, own, at);
    }
    if (kind === 'FROZEN') return;
    const keptDays = this.book.number(book, 'keepDays', county);
    await dropOldTakes(tx, code, county, addDays(takenOn, -keptDays));
  }
}
