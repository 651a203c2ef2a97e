import { Injectable } from '@nestjs/common';
import type { CivilDate } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { FieldCipher } from '@minzheng/platform/encryption';
import { invalidField, Problem } from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Department } from '../department/index.js';
import { Letter, type ServiceMethod } from './letter.entity.js';
import { letterLifecycle } from './letter.lifecycle.js';
import { NOTICE_PROBLEMS } from './notice.problems.js';

interface LetterToWrite {
  readonly subjectType: string;
  readonly subjectId: string;
  readonly region: string;
  readonly kind: string;
  readonly personKeys: readonly string[];
  /** JSON; stored encrypted. */
  readonly content: object;
  /** Served, or answered, by the end of this day. */
  readonly dueOn?: CivilDate;
}

/** A letter to a person: it counts when it is served. */
export interface LetterToPerson extends LetterToWrite {
  readonly addresseeKey: string;
}

/** An inquiry (函询) to an agency: it counts when it is answered. */
export interface LetterToAgency extends LetterToWrite {
  readonly agency: string;
  readonly dataset?: string | undefined;
}

/** How a letter reached the person. */
export interface ProofOfService {
  readonly servedOn: CivilDate;
  readonly how: ServiceMethod;
  /** SHA-256 of the receipt, hex. */
  readonly proof: string;
}

/** Numbered letters: to persons with proof of service (送达回证), to agencies with their answer. */
@Injectable()
export class LetterService {
  readonly #lifecycle;

  constructor(
    department: Department,
    private readonly cipher: FieldCipher,
    private readonly clock: BusinessClock,
  ) {
    this.#lifecycle = letterLifecycle(department.name);
  }

  /** Writes to a person. */
  write(tx: Tx, letter: LetterToPerson): Promise<Letter> {
    const { addresseeKey } = letter;
    return this.#begin(tx, letter, 'write', { addresseeKey, addresseeAgency: null, dataset: null });
  }

  /** Asks an agency. */
  send(tx: Tx, letter: LetterToAgency): Promise<Letter> {
    const { agency, dataset = null } = letter;
    return this.#begin(tx, letter, 'send', { addresseeKey: null, addresseeAgency: agency, dataset });
  }

  /** @throws Problem `letter-answered`, `validation` */
  async recordService(tx: Tx, id: string, version: number, proof: ProofOfService): Promise<Letter> {
    const letter = await this.#open(tx, id, version, 'WRITTEN');
    this.#requireDay('servedOn', letter, proof.servedOn);
    letter.servedOn = proof.servedOn;
    letter.servedHow = proof.how;
    letter.proofSha256 = proof.proof;
    await tx.move(letter, this.#lifecycle, 'recordService', this.clock.now());
    return letter;
  }

  /**
   * @param answer - JSON; stored encrypted
   * @throws Problem `letter-answered`, `validation`
   */
  async recordAnswer(
    tx: Tx,
    id: string,
    version: number,
    { answeredOn, answer, proof }: { answeredOn: CivilDate; answer: object; proof?: string | undefined },
  ): Promise<Letter> {
    const letter = await this.#open(tx, id, version, 'SENT');
    this.#requireDay('answeredOn', letter, answeredOn);
    letter.answeredOn = answeredOn;
    letter.answerEnc = this.cipher.encrypt(JSON.stringify(answer), placeOf(id, 'answer'));
    letter.proofSha256 = proof ?? null;
    await tx.move(letter, this.#lifecycle, 'recordAnswer', this.clock.now());
    return letter;
  }

  /** Letters of a subject, oldest first. */
  of(manager: EntityManager, type: string, id: string, kind: string): Promise<Letter[]> {
    return manager.find(Letter, { where: { subjectType: type, subjectId: id, kind }, order: { id: 'ASC' } });
  }

  /** Whether the person has been told in writing, with proof. */
  isServed(manager: EntityManager, type: string, id: string, kind: string): Promise<boolean> {
    return manager.existsBy(Letter, { subjectType: type, subjectId: id, kind, state: 'SERVED' });
  }

  /** What it says, in the clear. */
  contentOf<Content extends object>({ id, contentEnc }: Letter): Content {
    return JSON.parse(this.cipher.decrypt(contentEnc, placeOf(id, 'content'))) as Content;
  }

  /** What was answered, in the clear; undefined before. */
  answerOf<Answer extends object>({ id, answerEnc }: Letter): Answer | undefined {
    if (answerEnc === null) return undefined;
    return JSON.parse(this.cipher.decrypt(answerEnc, placeOf(id, 'answer'))) as Answer;
  }

  async #begin(
    tx: Tx,
    letter: LetterToWrite,
    command: 'write' | 'send',
    addressee: Pick<Letter, 'addresseeKey' | 'addresseeAgency' | 'dataset'>,
  ): Promise<Letter> {
    const { subjectType, subjectId, region, kind, personKeys, content, dueOn = null } = letter;
    const id = uuidv7();
    const writtenOn = this.clock.today();
    return tx.begin(
      Object.assign(new Letter(), addressee, {
        ...{ id, subjectType, subjectId, region, kind, writtenOn, dueOn },
        letterNo: await this.#number(tx, region, writtenOn),
        personKeys: [...personKeys],
        contentEnc: this.cipher.encrypt(JSON.stringify(content), placeOf(id, 'content')),
        servedOn: null,
        servedHow: null,
        proofSha256: null,
        answeredOn: null,
        answerEnc: null,
      }),
      this.#lifecycle,
      command,
      this.clock.now(),
    );
  }

  /** `<region>-L-<year>-<sequence>` */
  async #number(tx: Tx, region: string, day: CivilDate): Promise<string> {
    const [row] = await tx.query<{ number: string }>(`select nextval('letter_number')::text as number`);
    return `${region}-L-${day.slice(0, 4)}-${(row?.number ?? '').padStart(6, '0')}`;
  }

  async #open(tx: Tx, id: string, version: number, state: Letter['state']): Promise<Letter> {
    const letter = await tx.loadForUpdate(Letter, id, version);
    const isDone = letter.state === 'SERVED' || letter.state === 'ANSWERED';
    if (isDone) throw new Problem(NOTICE_PROBLEMS.letterAnswered);
    this.#lifecycle.next(letter.state, state === 'WRITTEN' ? 'recordService' : 'recordAnswer');
    return letter;
  }

  #requireDay(field: string, { writtenOn }: Letter, day: CivilDate): void {
    if (day < writtenOn) throw invalidField(field, 'min');
    if (day > this.clock.today()) throw invalidField(field, 'max');
  }
}

const placeOf = (id: string, part: 'content' | 'answer'): string => `letter/${id}/${part}`;
