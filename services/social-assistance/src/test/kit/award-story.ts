import { randomUUID } from 'node:crypto';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { FactQuality, StatusFactSchema, StatusKind } from '@minzheng/contracts/facts';
import { VerificationCompletedSchema } from '@minzheng/contracts/verification';
import { eventually } from '@minzheng/testing/servers';
import { OBSERVATIONS, type HouseholdForm } from './family.js';
import type { Assistance } from './assistance.js';
import { CaseStory, SIGNATURE, succeeded, type Cast, type DecidedBody } from './case-story.js';
import type { Client, Stored } from './client.js';
import { report, type ReportOptions } from './messages.js';

export interface AwardBody extends Stored {
  readonly programme: string;
  readonly subtype: string | null;
  readonly effectiveMonth: string;
  readonly endMonth: string | null;
  readonly baseFen: string;
  readonly extrasFen: string;
  readonly heldFrom: string | null;
  readonly holdCause: string | null;
  readonly holdEndsOn: string | null;
  readonly ceaseCause: string | null;
  readonly validTo: string | null;
  readonly nextReviewDue: string | null;
  readonly reviewCategory: string | null;
  readonly shares: readonly { readonly personKey: string; readonly amountFen: string }[];
  readonly segments: readonly {
    readonly fromMonth: string;
    readonly toMonth: string | null;
    readonly baseFen: string;
    readonly extrasFen: string;
    readonly cause: string;
  }[];
}

export interface ReviewBody extends Stored {
  readonly awardId: string;
  readonly cause: string;
  readonly dueOn: string;
  readonly openedOn: string;
  readonly overdue: boolean;
  readonly outcome: string | null;
  readonly fromMonth: string | null;
}

/** One award, from its decision on. */
export class AwardStory {
  readonly path: string;

  private constructor(
    private readonly assistance: Assistance,
    private readonly cast: Cast,
    readonly story: CaseStory,
    readonly awardId: string,
  ) {
    this.path = `/v1/awards/${awardId}`;
  }

  /** Applied for, assessed and posted on one day, approved on another: the clock goes there. */
  static async approved(
    assistance: Assistance,
    cast: Cast,
    form: HouseholdForm,
    days: { readonly posted: string; readonly decided: string },
    options: Partial<ReportOptions> = {},
  ): Promise<AwardStory> {
    await assistance.moveClock(`${days.posted}T01:00:00Z`);
    const story = await CaseStory.apply(assistance, cast, form);
    await story.toAssessed(days.posted, options);
    await story.giveOpinion();
    await story.postNotice(days.posted);
    await assistance.moveClock(`${days.decided}T01:00:00Z`);
    await story.becomes('REPORTED');
    const decided = await cast.lead2.command<DecidedBody>(`${story.path}/decide`, story.version, {
      outcome: 'APPROVED',
    });
    return new AwardStory(assistance, cast, story, succeeded(200, decided).awardId ?? '');
  }

  /** Another award of the same case. */
  beside(awardId: string): AwardStory {
    return new AwardStory(this.assistance, this.cast, this.story, awardId);
  }

  get persons(): readonly string[] {
    return this.story.persons;
  }

  async read(): Promise<AwardBody> {
    return succeeded(200, await this.cast.clerk.get<AwardBody>(this.path));
  }

  /** Waits until something has moved the award. */
  becomes(state: string): Promise<AwardBody> {
    return eventually(`the award is ${state}`, async () => {
      const award = await this.read();
      return award.state === state && award;
    });
  }

  /** All awards of the case. */
  async all(): Promise<AwardBody[]> {
    const { items } = succeeded(
      200,
      await this.cast.clerk.get<{ items: (AwardBody & { caseId: string })[] }>('/v1/awards?limit=200'),
    );
    return items.filter(({ caseId }) => caseId === this.story.caseId);
  }

  /** Reads again where the service itself has changed the award between the look and the command. */
  async command(by: Client, verb: string, body: object = {}) {
    for (;;) {
      const { version } = await this.read();
      const answer = await by.command<AwardBody>(`${this.path}/${verb}`, version, body);
      if (answer.problem !== 'version-conflict') return answer;
    }
  }

  async reviews(): Promise<ReviewBody[]> {
    const { items } = succeeded(
      200,
      await this.cast.clerk.get<{ items: ReviewBody[] }>('/v1/reviews?limit=200'),
    );
    return items.filter(({ awardId }) => awardId === this.awardId);
  }

  /** Waits for the open review of a cause. */
  review(cause: string): Promise<ReviewBody> {
    return eventually(`a review ${cause}`, async () =>
      (await this.reviews()).find((review) => review.cause === cause && review.state !== 'CONCLUDED'),
    );
  }

  /** Clerk and cadre have visited and signed. */
  async visit(visitedOn: string): Promise<string> {
    const { clerk, cadre } = this.cast;
    const form = {
      ...{ visitedOn, mode: 'IN_PERSON', observations: OBSERVATIONS },
      investigators: [
        { userId: 'clerk-wang', role: 'CLERK' },
        { userId: 'cadre-zhao', role: 'STATIONED_CADRE' },
      ],
    };
    const entered = succeeded(201, await clerk.post(`${this.path}/visits`, form));
    let { version } = entered;
    for (const official of [clerk, cadre]) {
      ({ version } = succeeded(
        200,
        await official.command(`/v1/visits/${entered.id}/sign`, version, SIGNATURE),
      ));
    }
    return entered.id;
  }

  /** Verification was asked for the open review, and has reported. */
  async verify(options: Partial<ReportOptions> = {}): Promise<void> {
    const asked = await this.command(this.cast.clerk, 'request-verification');
    const { requestId } = succeeded(202, asked) as unknown as { requestId: string };
    await this.assistance.hear(
      VerificationCompletedSchema,
      report({ requestId, persons: this.persons, validTo: '2026-12-31', ...options }),
    );
    await eventually('the report is here', async () => {
      const rows = await this.assistance.query('select from verification_report where request_id = $1', [
        requestId,
      ]);
      return rows.length > 0;
    });
  }

  async conclude(by: Client, cause: string, body: object) {
    const { id, version } = await this.review(cause);
    return by.command<ReviewBody & { award: AwardBody }>(`/v1/reviews/${id}/conclude`, version, body);
  }
}

export const NOTICE = { reasonCodes: ['INCOME_NOT_BELOW'], text: '家庭收入已不低于低保标准' };

/** An agency says that something holds of a person; `to` ends it, `supersedes` corrects what was told before. */
export function status(
  personKey: string,
  kind: StatusKind,
  from: string,
  change: {
    readonly to?: string;
    readonly supersedes?: string;
    readonly retracted?: boolean;
    readonly factId?: string;
    readonly quality?: FactQuality;
    readonly observedOn?: string;
  } = {},
) {
  const factId = change.factId ?? randomUUID();
  return {
    factId,
    personKey,
    kind,
    region: { code: '510802' },
    occurredAt: timestampFromDate(new Date(`${from}T02:00:00Z`)),
    days: { from, ...(change.to === undefined ? {} : { to: change.to }) },
    quality: change.quality ?? FactQuality.REGISTERED,
    source: {
      ...{ agency: 'PSB', dataset: 'PSB.deaths', recordId: `${personKey}/${kind}` },
      observedAt: timestampFromDate(new Date(`${change.observedOn ?? from}T02:00:00Z`)),
    },
    retracted: change.retracted ?? false,
    ...(change.supersedes === undefined ? {} : { supersedesFactId: change.supersedes }),
  };
}

export { StatusFactSchema, StatusKind };
