import { VerificationCompletedSchema } from '@minzheng/contracts/verification';
import { eventually } from '@minzheng/testing/servers';
import { TOWNSHIP, type Assistance } from './assistance.js';
import type { Answer, Client, Stored } from './client.js';
import { guangyuanFamily, OBSERVATIONS, type HouseholdForm } from './family.js';
import { report, type ReportOptions } from './messages.js';

const SHA256 = 'b'.repeat(64);

export interface HouseholdBody extends Stored {
  readonly householdNo: string;
  readonly n: number;
  readonly members: readonly {
    readonly personKey: string;
    readonly idNumber: string;
    readonly counted: boolean;
  }[];
}

export interface CaseBody extends Stored {
  readonly caseNo: string;
  readonly dueOn: string | null;
  readonly delegated: boolean;
  readonly assessment?: {
    readonly householdClass: string;
    readonly subtype?: string;
    readonly perCapitaMonthly: { readonly numerator: string; readonly denominator: string };
    readonly proposed?: {
      readonly baseFen: string;
      readonly monthlyFen: string;
      readonly extras: readonly { readonly personKey: string; readonly amountFen: string }[];
      readonly shares: readonly { readonly personKey: string; readonly amountFen: string }[];
    };
  };
  readonly missingPapers: readonly string[];
  readonly report?: {
    readonly reportId: string;
    readonly requestId: string;
    readonly sequence: number;
    readonly refusals: readonly { readonly problem: string; readonly personKey?: string }[];
  };
}

export interface DecidedBody {
  readonly outcome: string;
  readonly awardId?: string;
  readonly monthlyFen?: string;
  readonly effectiveMonth?: string;
  readonly version: number;
}

/** The people of the township who act, each once. */
export interface Cast {
  readonly clerk: Client;
  readonly cadre: Client;
  readonly lead1: Client;
  readonly lead2: Client;
}

export async function township(assistance: Assistance, region = TOWNSHIP): Promise<Cast> {
  return {
    clerk: await assistance.clerk('clerk-wang', region),
    cadre: await assistance.clerk('cadre-zhao', region),
    lead1: await assistance.lead('lead-1', region),
    lead2: await assistance.lead('lead-2', region),
  };
}

/** One household and its case, on the way from the counter to the decision. */
export class CaseStory {
  readonly path: string;
  requestId = '';
  reports = 0;

  private constructor(
    private readonly assistance: Assistance,
    private readonly cast: Cast,
    readonly householdId: string,
    readonly persons: readonly string[],
    readonly caseId: string,
    public version: number,
  ) {
    this.path = `/v1/cases/${caseId}`;
  }

  /** Household, consents of the adults, application. */
  static async apply(
    assistance: Assistance,
    cast: Cast,
    form: HouseholdForm = guangyuanFamily(),
  ): Promise<CaseStory> {
    const { id, persons } = await openWithConsents(cast.clerk, form);
    const submitted = succeeded(201, await cast.clerk.post<CaseBody>('/v1/cases', application(id, persons)));
    return new CaseStory(assistance, cast, id, persons, submitted.id, submitted.version);
  }

  /** The household applies once more. */
  async applyAgain(): Promise<CaseStory> {
    const { assistance, cast, householdId, persons } = this;
    const form = application(householdId, persons);
    const { id, version } = succeeded(201, await cast.clerk.post<CaseBody>('/v1/cases', form));
    return new CaseStory(assistance, cast, householdId, persons, id, version);
  }

  async accept(): Promise<CaseBody> {
    return this.#moved(await this.cast.clerk.command<CaseBody>(`${this.path}/accept`, this.version));
  }

  async requestVerification(): Promise<string> {
    const asked = await this.cast.clerk.command<{ requestId: string; version: number }>(
      `${this.path}/request-verification`,
      this.version,
    );
    succeeded(202, asked);
    this.version = asked.body.version;
    this.requestId = asked.body.requestId;
    this.reports = 0;
    return this.requestId;
  }

  /** Verification reports; returns the case once it has the report. */
  async receiveReport(options: Partial<ReportOptions> = {}): Promise<CaseBody> {
    this.reports += 1;
    const { requestId, persons, reports: sequence } = this;
    await this.assistance.hear(
      VerificationCompletedSchema,
      report({ requestId, persons, sequence, ...options }),
    );
    return eventually('the report is attached', async () => {
      const current = await this.read();
      return current.report?.requestId === requestId && current.report.sequence === sequence && current;
    });
  }

  /** Clerk and cadre have visited and signed. */
  async visit(visitedOn: string): Promise<string> {
    const { clerk, cadre } = this.cast;
    const entered = succeeded(201, await clerk.post(`${this.path}/visits`, visitForm(visitedOn)));
    let { version } = entered;
    for (const official of [clerk, cadre]) {
      ({ version } = succeeded(
        200,
        await official.command(`/v1/visits/${entered.id}/sign`, version, SIGNATURE),
      ));
    }
    return entered.id;
  }

  async assess(): Promise<CaseBody> {
    return this.#moved(await this.cast.clerk.command<CaseBody>(`${this.path}/assess`, this.version));
  }

  /** @param amountFen - what is proposed, if not what was assessed */
  async giveOpinion(amountFen?: string): Promise<CaseBody> {
    const { assessment } = await this.read();
    const proposedFen = amountFen ?? assessment?.proposed?.monthlyFen ?? '0';
    const opinion = await this.cast.lead1.command<CaseBody>(`${this.path}/give-opinion`, this.version, {
      ...OPINION,
      proposedFen,
    });
    return this.#moved(opinion);
  }

  async postNotice(postedOn: string): Promise<{ endsOn: string }> {
    const posted = await this.cast.lead1.command<{ endsOn: string; caseVersion: number }>(
      `${this.path}/notices`,
      this.version,
      noticeForm(postedOn),
    );
    const body = succeeded(201, posted);
    this.version = body.caseVersion;
    return body;
  }

  async read(): Promise<CaseBody> {
    const current = succeeded(200, await this.cast.clerk.get<CaseBody>(this.path));
    this.version = current.version;
    return current;
  }

  /** Waits until the system has moved the case. */
  becomes(state: string): Promise<CaseBody> {
    return eventually(`the case is ${state}`, async () => {
      const current = await this.read();
      return current.state === state && current;
    });
  }

  /** Up to the assessment, all on one day. */
  async toAssessed(day: string, options: Partial<ReportOptions> = {}): Promise<this> {
    await this.toReported(day, options);
    await this.assess();
    return this;
  }

  /** Report and visit are here, all on one day. */
  async toReported(day: string, options: Partial<ReportOptions> = {}): Promise<this> {
    await this.accept();
    await this.requestVerification();
    await this.receiveReport(options);
    await this.visit(day);
    return this;
  }

  /** Up to the posted notice, all on one day. */
  async toNotice(day: string): Promise<this> {
    await this.toAssessed(day);
    await this.giveOpinion();
    await this.postNotice(day);
    return this;
  }

  #moved(answer: Answer<CaseBody>): CaseBody {
    const body = succeeded(200, answer);
    this.version = body.version;
    return body;
  }
}

export async function openWithConsents(
  clerk: Client,
  form: HouseholdForm,
): Promise<{ id: string; persons: string[]; household: HouseholdBody }> {
  const household = succeeded(201, await clerk.post<HouseholdBody>('/v1/households', form));
  const persons = household.members.map(({ personKey }) => personKey);
  const adults = form.members.flatMap(({ capacity }, index) =>
    capacity === 'FULL' ? [persons[index]!] : [],
  );
  for (const adult of adults) succeeded(201, await clerk.post('/v1/consents', consentForm(adult)));
  return { id: household.id, persons, household };
}

export const SIGNATURE = { method: 'E_SIGN', proof: SHA256 };
export const OPINION = { opinion: 'SUPPORT', proposedFen: '86500', reasons: '家庭人均收入低于低保标准' };
export const noticeForm = (postedOn: string) => ({ place: '村务公开栏', postedOn });

export const consentForm = (personKey: string) => ({
  personKey,
  signerKey: personKey,
  signerRole: 'SELF',
  purposes: ['DIBAO', 'EDGE', 'RIGID'],
  datasets: ['CORE', 'INS'],
  method: 'PAPER_SCAN',
  documentSha256: SHA256,
  signedAt: '2025-05-12T00:30:00Z',
  validTo: '2026-05-11',
});

export const application = (householdId: string, [husband]: readonly string[]) => ({
  householdId,
  programme: 'DIBAO',
  declaredItems: [
    {
      personKey: husband,
      side: 'INCOME',
      kind: 'wage',
      amountFen: '1600000',
      payerKey: '91510800MA6253U27D',
    },
    { personKey: husband, side: 'ASSET', kind: 'deposit', valueFen: '800000' },
    { personKey: husband, side: 'ASSET', kind: 'residence', count: 1 },
  ],
});

export const visitForm = (visitedOn: string) => ({
  visitedOn,
  mode: 'IN_PERSON',
  investigators: [
    { userId: 'clerk-wang', role: 'CLERK' },
    { userId: 'cadre-zhao', role: 'STATIONED_CADRE' },
  ],
  observations: OBSERVATIONS,
});

/** The body of an answer that must not have been a refusal. */
export function succeeded<Body>(status: number, answer: Answer<Body>): Body {
  expect([answer.status, answer.text]).toEqual([status, answer.text]);
  return answer.body;
}
