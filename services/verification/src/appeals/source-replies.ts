import { timestampDate } from '@bufbuild/protobuf/wkt';
import type { FactConfirmedSchema } from '@minzheng/contracts/verification';
import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { BusinessClock } from '@minzheng/platform/clock';
import { FieldCipher } from '@minzheng/platform/encryption';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import type { Received } from '@minzheng/platform/messaging';
import { Injectable } from '@nestjs/common';
import { Appeal, AppealedFact, factsOf, PLACES, type SourceReply } from './appeal.entity.js';
import { APPEAL_LIFECYCLE } from './appeal.lifecycle.js';
import { isAwaited } from './appeal.rules.js';

/** What an agency's steward answers. */
export interface StewardReply {
  /** Of these facts; without it of all that the agency has sent. */
  readonly factIds?: readonly string[] | undefined;
  readonly reply: Extract<SourceReply, 'STANDS' | 'WRONG'>;
  /** In words; stored encrypted. */
  readonly text: string;
  readonly evidenceSha256?: string | undefined;
}

/** What the sources of disputed facts answer (数源核查回复): an agency here, a service by its events. */
@Injectable()
export class SourceReplies {
  constructor(
    private readonly cipher: FieldCipher,
    private readonly clock: BusinessClock,
  ) {}

  /** @throws NotFound when the steward's agency has sent none of these facts; Problem `version-conflict`, `illegal-transition` */
  async record(
    tx: Tx,
    id: string,
    version: number,
    said: StewardReply,
    { org }: AuthenticatedCaller,
  ): Promise<Appeal> {
    const appeal = await tx.loadForUpdate(Appeal, id, version);
    const facts = await factsOf(tx.manager, id);
    const own = facts.filter(
      ({ agency, factId }) => agency === org && (said.factIds?.includes(factId) ?? true),
    );
    if (own.length === 0) throw new NotFound(Appeal.name);
    APPEAL_LIFECYCLE.next(appeal.state, 'recordReply');
    const at = this.clock.now();
    for (const fact of own) {
      if (fact.reply === 'SUPERSEDED') continue;
      Object.assign(fact, {
        ...{ reply: said.reply, repliedAt: at, replyEvidenceSha256: said.evidenceSha256 ?? null },
        replyEnc: this.cipher.encrypt(said.text, PLACES.reply(fact.id)),
      });
      await tx.manager.save(fact);
    }
    await goOn(tx, appeal, at);
    return appeal;
  }

  /**
   * A service stands by its fact; what is decided already it no longer changes.
   *
   * @throws NotFound, RangeError when it speaks for another: it is parked
   */
  async confirmed(tx: Tx, { message, envelope }: Received<typeof FactConfirmedSchema>): Promise<void> {
    const { appealId, factId, evidenceSha256, occurredAt } = message;
    const appeal = await tx.loadForUpdate(Appeal, appealId);
    const facts = await factsOf(tx.manager, appealId);
    const fact = facts.find((each) => each.factId === factId);
    if (!fact) throw new NotFound(AppealedFact.name);
    const [, writer = ''] = envelope.topic.split('.');
    if (writer !== fact.agency) throw new RangeError(`${writer} does not speak for ${fact.agency}`);
    if (!takesReplies(appeal) || fact.reply === 'SUPERSEDED') return;
    const repliedAt = occurredAt ? timestampDate(occurredAt) : this.clock.now();
    Object.assign(fact, { reply: 'STANDS', repliedAt, replyEvidenceSha256: evidenceSha256 });
    await tx.manager.save(fact);
    await goOn(tx, appeal, this.clock.now());
  }
}

/**
 * Another fact of the source has taken the place of a disputed one: that is its answer.
 *
 * @param personKeys - of whom something was superseded
 */
export async function noteSourceCorrections(tx: Tx, personKeys: readonly string[], at: Date): Promise<void> {
  const concerned = await tx.query<{ id: string }>(
    `select distinct p.id from appealed_fact a join appeal p on p.id = a.appeal_id ${SUPERSEDED}
      where a.is_open and a.person_key = any($1::uuid[]) and a.reply is distinct from 'SUPERSEDED'
        and p.state in ('ACCEPTED', 'SOURCE_CHECK')
      order by p.id`,
    [personKeys],
  );
  for (const { id } of concerned) {
    const appeal = await tx.loadForUpdate(Appeal, id);
    if (takesReplies(appeal) && (await markSuperseded(tx, id, at)) > 0) await goOn(tx, appeal, at);
  }
}

/** Superseded by something else than what states it again. One descent of the primary key for each fact. */
const SUPERSEDED = `
  cross join lateral (
    select from fact f
     where f.person_key = a.person_key and f.record_key = a.record_key and f.fact_id = a.fact_id
       and f.superseded_at is not null
       and not exists (
         select from disputed_fact d join fact again on again.person_key = d.person_key and again.fact_id = d.fact_id
          where d.person_key = a.person_key and d.appeal_id = a.appeal_id and d.restates = a.fact_id
            and again.superseded_at is null) offset 0
  ) superseded`;

/** The appeal is locked. @returns how many of its facts were superseded since anybody looked */
export async function markSuperseded(tx: Tx, appealId: string, at: Date): Promise<number> {
  return tx.execute(
    `update appealed_fact set reply = 'SUPERSEDED', replied_at = $2
      where id in (select a.id from appealed_fact a ${SUPERSEDED}
                    where a.appeal_id = $1 and a.is_open and a.reply is distinct from 'SUPERSEDED')`,
    [appealId, at],
  );
}

const takesReplies = ({ state }: Appeal): boolean => APPEAL_LIFECYCLE.allowed(state).includes('recordReply');

/** Once nobody is awaited, the reviewer looks at what was answered. */
export async function goOn(tx: Tx, appeal: Appeal, at: Date): Promise<void> {
  const facts = await factsOf(tx.manager, appeal.id);
  const isComplete = appeal.state === 'ACCEPTED' && !facts.some(isAwaited);
  await tx.move(appeal, APPEAL_LIFECYCLE, isComplete ? 'checkSource' : 'recordReply', at);
}
