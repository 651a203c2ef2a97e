import { addDays } from '@minzheng/kernel/months';
import { Caller, RequireScope } from '@minzheng/platform/access';
import { Disclosure, Discloses } from '@minzheng/platform/audit';
import { BusinessClock } from '@minzheng/platform/clock';
import { SETTINGS, type PlatformSettings, type SettingsOf } from '@minzheng/platform/config';
import { Computes, Problem, PROBLEMS, Refuses } from '@minzheng/platform/http';
import { leadingSecret } from '@minzheng/platform/person-keys';
import { Body, Controller, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { NO_AGREEMENT, QUOTA } from '../../agreements/agreement.problems.js';
import { AgreementCopies, type AskingCopy } from '../agreement-copies.js';
import type { GATEWAY_SETTINGS } from '../gateway.settings.js';
import { InboundAgreement } from '../inbound-agreement.js';
import { PlatformClient, ServiceUnavailable } from '../platform-client.js';
import { Pseudonyms } from '../pseudonyms.js';
import { NamedPersons, type NamedPerson } from './named-persons.js';
import { PartyNamedDto, PartyNamesDto } from './party-names.dto.js';

/**
 * How a department outside the platform says whom it means: by ID numbers, here and nowhere else. It gets keys of its
 * own for them, by which it then asks the services (section 6: "outside departments send ID numbers to the gateway,
 * hashed there"); what it is given says nothing of whether a person is known to anybody.
 */
@ApiTags('departments outside')
@Controller('v1/pairwise-keys')
export class PartyNamesController {
  readonly #pseudonyms: Pseudonyms;

  constructor(
    private readonly agreements: AgreementCopies,
    private readonly meter: InboundAgreement,
    private readonly named: NamedPersons,
    private readonly client: PlatformClient,
    private readonly clock: BusinessClock,
    @Inject(SETTINGS) private readonly settings: PlatformSettings & SettingsOf<typeof GATEWAY_SETTINGS>,
  ) {
    this.#pseudonyms = new Pseudonyms(leadingSecret(settings));
  }

  @Post()
  @Computes()
  @RequireScope(
    'verification:status-checks:read',
    'verification:verification-requests:write',
    'verification:household-checks:read',
    'verification:consents:write',
  )
  @Discloses('pairwiseKey')
  @Refuses(NO_AGREEMENT, QUOTA, PROBLEMS.rateLimited, PROBLEMS.dependencyUnavailable)
  @ApiOperation({
    summary: 'Turns ID numbers into the department’s own keys of these persons, as far as its agreement goes',
  })
  @ApiOkResponse({ type: PartyNamedDto })
  async name(
    @Body() { purpose, caseRef, idNumbers }: PartyNamesDto,
    @Caller() { party }: Caller,
    @Disclosure() disclosure: Disclosure,
  ): Promise<PartyNamedDto> {
    const today = this.clock.today();
    const agreement = party === undefined ? undefined : await this.agreements.askingOf(party, purpose, today);
    if (party === undefined || agreement === undefined) throw new Problem(NO_AGREEMENT);
    await this.meter.take(agreement, idNumbers.length);
    const persons = idNumbers.map((idNumber) => this.#pseudonyms.person(idNumber, today));
    const known = [
      ...new Map(persons.flatMap((person) => (person ? [[person.personKey, person] as const] : []))).values(),
    ];
    await this.#tell(party, known);
    if (caseRef !== undefined) await this.#keep(party, caseRef, known, agreement);
    disclosure.add(known.map(({ personKey }) => personKey));
    disclosure.about({ purpose, ...(caseRef === undefined ? {} : { caseRef }) });
    return {
      items: persons.map((person, index) =>
        person ? { index, personKey: person.personKey } : { index, problem: PROBLEMS.idNumberInvalid.name },
      ),
    };
  }

  /** Each service knows whom the party may name before the party has its keys. */
  async #tell(party: string, persons: readonly NamedPerson[]): Promise<void> {
    if (persons.length === 0) return;
    const body = { party, personKeys: persons.map(({ personKey }) => personKey) };
    try {
      await Promise.all(
        Object.entries(this.settings.partyServices).map(([service, url]) =>
          this.client.ask(service, url, (routes) => routes.POST('/v1/party-keys', { body })),
        ),
      );
    } catch (error) {
      throw error instanceof ServiceUnavailable
        ? new Problem(PROBLEMS.dependencyUnavailable, { cause: error })
        : error;
    }
  }

  #keep(
    party: string,
    caseRef: string,
    persons: readonly NamedPerson[],
    { keepDays }: AskingCopy,
  ): Promise<void> {
    return this.named.keep(party, caseRef, persons, addDays(this.clock.today(), keepDays));
  }
}
