import { timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt';
import { enumName, enumValue, serviceCode, type ServiceName } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import {
  ConsentGrantedSchema,
  ConsentMethodSchema,
  SignerRoleSchema,
  type Consent as ConsentMessage,
  type ConsentWithdrawn,
} from '@minzheng/contracts/verification';
import type { Tx } from '@minzheng/platform/persistence';
import { Injectable } from '@nestjs/common';
import type { Queries } from '../facts/fact.reader.js';
import { Consent, SELECT_FORMS, toForm, type FormRow } from './consent.entity.js';
import { CONSENT_LIFECYCLE } from './consent.lifecycle.js';
import type { ConsentForm, SignerRole } from './consent.rules.js';

/** Who took consents, and where. */
export interface Taker {
  readonly service: ServiceName;
  readonly region: string;
  readonly caseRef: string;
  /** Business instant. */
  readonly at: Date;
}

/** The register of all consents (授权登记); a withdrawal is kept until its consent comes, whichever is first. */
@Injectable()
export class ConsentRegister {
  /** Registers what is new and tells its taker; a consent that is known changes nothing. */
  async register(tx: Tx, messages: readonly ConsentMessage[], taker: Taker): Promise<void> {
    await lock(
      tx,
      messages.map(({ consentId }) => consentId),
    );
    const known = await this.#ids(tx, messages);
    for (const message of messages.filter(({ consentId }) => !known.has(consentId))) {
      known.add(message.consentId);
      const consent = await tx.begin(newConsent(message, taker), CONSENT_LIFECYCLE, 'register', taker.at);
      const [early] = await tx.query<{ withdrawn_at: Date }>(
        'delete from consent_withdrawal where consent_id = $1 and person_key = $2 returning withdrawn_at',
        [consent.id, consent.personKey],
      );
      if (early) await this.#withdraw(tx, consent, early.withdrawn_at);
      else announceGranted(tx, consent, taker.at);
    }
  }

  /** @returns whose consent held and was withdrawn just now */
  async withdraw(tx: Tx, withdrawals: readonly ConsentWithdrawn[]): Promise<string[]> {
    await lock(
      tx,
      withdrawals.map(({ consentId }) => consentId),
    );
    const persons: string[] = [];
    for (const withdrawal of withdrawals) {
      if (await this.#withdrawOne(tx, withdrawal)) persons.push(withdrawal.personKey);
    }
    return persons;
  }

  async #withdrawOne(tx: Tx, { consentId, personKey, withdrawnAt }: ConsentWithdrawn): Promise<boolean> {
    const at = withdrawnAt ? timestampDate(withdrawnAt) : new Date(0);
    const consent = await tx.manager.findOne(Consent, {
      where: { id: consentId, personKey },
      lock: { mode: 'pessimistic_write' },
    });
    if (!consent) {
      await tx.execute(
        `insert into consent_withdrawal (consent_id, person_key, withdrawn_at) values ($1, $2, $3)
         on conflict (consent_id) do nothing`,
        [consentId, personKey, at],
      );
      return false;
    }
    if (!CONSENT_LIFECYCLE.allowed(consent.state).includes('withdraw')) return false;
    await this.#withdraw(tx, consent, at);
    return true;
  }

  /** All forms of these persons, also those that no longer hold, in one statement. */
  async formsOf(queries: Queries, personKeys: readonly string[]): Promise<ConsentForm[]> {
    const rows = await queries.query<FormRow>(SELECT_FORMS, [personKeys]);
    return rows.map(toForm);
  }

  async #ids(tx: Tx, messages: readonly ConsentMessage[]): Promise<Set<string>> {
    const rows = await tx.query<{ id: string }>('select id from consent where id = any($1::uuid[])', [
      messages.map(({ consentId }) => consentId),
    ]);
    return new Set(rows.map(({ id }) => id));
  }

  async #withdraw(tx: Tx, consent: Consent, at: Date): Promise<void> {
    consent.withdrawnAt = at;
    await tx.move(consent, CONSENT_LIFECYCLE, 'withdraw', at);
  }
}

const LOCK_CLASS = 0x636f_6e73;

/** A consent and its withdrawal come on different topics: whoever is second must see the first. */
async function lock(tx: Tx, consentIds: readonly string[]): Promise<void> {
  await tx.query(
    `select pg_advisory_xact_lock($1, number)
       from (select distinct hashtext(id) as number from unnest($2::text[]) as c(id) order by 1) as ordered`,
    [LOCK_CLASS, consentIds],
  );
}

function newConsent(message: ConsentMessage, taker: Taker): Consent {
  return Object.assign(new Consent(), toFormMessage(message), {
    id: message.consentId,
    region: taker.region,
    method: enumName(ConsentMethodSchema, message.method),
    documentSha256: message.documentSha256,
    powerSha256: message.powerSha256 ?? null,
    caseRef: taker.caseRef,
    takenBy: taker.service,
    signedAt: message.signedAt ? timestampDate(message.signedAt) : new Date(0),
    withdrawnAt: null,
  });
}

/** What of a consent in a message its check needs and its record keeps alike. */
function toFormMessage(message: ConsentMessage) {
  return {
    personKey: message.personKey,
    signerKey: message.signerKey,
    signerRole: enumName(SignerRoleSchema, message.signerRole) as SignerRole,
    purposes: message.purposes.map((purpose) => enumName(PurposeSchema, purpose)),
    datasets: message.datasets,
    validTo: message.validTo,
  };
}

function announceGranted(tx: Tx, consent: Consent, at: Date): void {
  tx.announce(
    ConsentGrantedSchema,
    {
      occurredAt: timestampFromDate(at),
      region: { code: consent.region },
      personKey: consent.personKey,
      transition: {
        aggregate: 'consent',
        aggregateId: consent.id,
        fromState: '',
        toState: consent.state,
        version: BigInt(consent.version),
      },
      consentId: consent.id,
      purposes: consent.purposes.map((purpose) => enumValue(PurposeSchema, purpose)),
      datasets: consent.datasets,
      validTo: consent.validTo,
      takenBy: serviceCode(consent.takenBy),
    },
    consent,
  );
}
