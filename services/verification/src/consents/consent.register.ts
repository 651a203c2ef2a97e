import { timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt';
import { enumName, enumValue } from '@minzheng/contracts/catalogue';
import { PurposeSchema } from '@minzheng/contracts/common';
import {
  ConsentExpiredSchema,
  ConsentGrantedSchema,
  ConsentMethodSchema,
  SignerRoleSchema,
  type Consent as ConsentMessage,
  ConsentWithdrawnSchema,
  type ConsentWithdrawn,
} from '@minzheng/contracts/verification';
import { addDays, civilDateOf, type CivilDate } from '@minzheng/kernel/months';
import type { Tx } from '@minzheng/platform/persistence';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Queries } from '../facts/fact.reader.js';
import { addressee, type Requester } from '../requests/requester.js';
import { Consent, SELECT_FORMS, toForm, type FormRow } from './consent.entity.js';
import { CONSENT_LIFECYCLE } from './consent.lifecycle.js';
import type { ConsentForm, SignerRole } from './consent.rules.js';

/** Who took consents, and where. */
export interface Taker {
  readonly service: Requester;
  readonly region: string;
  readonly caseRef: string | null;
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

  /** Withdrawn at verification itself: all departments are told. @param consent - loaded for update */
  async withdrawHere(tx: Tx, consent: Consent, at: Date, reason?: string): Promise<void> {
    const fromState = consent.state;
    await this.#withdraw(tx, consent, at, reason);
    tx.announce(
      ConsentWithdrawnSchema,
      { ...said(consent, fromState, at), consentId: consent.id, withdrawnAt: timestampFromDate(at) },
      consent,
    );
  }

  /**
   * Ends those whose last day is over, so many at once by a few statements: the services that took them are told.
   *
   * @returns whose they were, once for each consent
   */
  async expire(tx: Tx, day: CivilDate, at: Date, atMost: number): Promise<string[]> {
    const moved = await tx.moveWhere(Consent, CONSENT_LIFECYCLE, 'expire', at, {
      where: 't.valid_to < $1',
      parameters: [day],
      atMost,
    });
    if (moved.length === 0) return [];
    const fromOf = new Map(moved.map(({ aggregateId, from }) => [aggregateId, from ?? '']));
    const expired = await tx.manager.find(Consent, {
      where: { id: In([...fromOf.keys()]) },
      order: { id: 'ASC' },
    });
    await markEnded(
      tx,
      expired.map(({ id, validTo }) => ({ consentId: id, on: addDays(validTo, 1) })),
    );
    for (const consent of expired) {
      const common = said(consent, fromOf.get(consent.id) ?? '', at);
      tx.announce(ConsentExpiredSchema, { ...common, ...contentOf(consent) }, consent);
    }
    return expired.map(({ personKey }) => personKey);
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

  async #withdraw(tx: Tx, consent: Consent, at: Date, reason?: string): Promise<void> {
    consent.withdrawnAt = at;
    await tx.move(consent, CONSENT_LIFECYCLE, 'withdraw', at, reason);
    await markEnded(tx, [{ consentId: consent.id, on: civilDateOf(at) }]);
  }
}

/** What they had opened is erased some days later. */
async function markEnded(
  tx: Tx,
  endings: readonly { readonly consentId: string; readonly on: CivilDate }[],
): Promise<void> {
  await tx.execute(
    `insert into consent_ending (consent_id, ended_on) select * from unnest($1::uuid[], $2::date[])
     on conflict do nothing`,
    [endings.map(({ consentId }) => consentId), endings.map(({ on }) => on)],
  );
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
  tx.announce(ConsentGrantedSchema, { ...said(consent, '', at), ...contentOf(consent) }, consent);
}

function said({ id, region, personKey, state, version }: Consent, fromState: string, at: Date) {
  return {
    occurredAt: timestampFromDate(at),
    region: { code: region },
    personKey,
    transition: {
      aggregate: 'consent',
      aggregateId: id,
      fromState,
      toState: state,
      version: BigInt(version),
    },
  };
}

function contentOf({ id, purposes, datasets, validTo, takenBy }: Consent) {
  const service = addressee(takenBy);
  return {
    consentId: id,
    purposes: purposes.map((purpose) => enumValue(PurposeSchema, purpose)),
    datasets,
    validTo,
    ...(service !== undefined && { takenBy: service }),
  };
}
