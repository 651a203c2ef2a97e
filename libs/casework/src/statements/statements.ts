import { Injectable } from '@nestjs/common';
import { BusinessClock } from '@minzheng/platform/clock';
import { FieldCipher } from '@minzheng/platform/encryption';
import type { Tx } from '@minzheng/platform/persistence';
import { v7 as uuidv7 } from 'uuid';

/** What is said, of which record. */
export interface Said {
  readonly subject: { readonly type: string; readonly id: string };
  /** The command with which it is said, in lower camel case: `hold`, `decide`. */
  readonly kind: string;
  /** Nothing is kept of what is left out or empty. */
  readonly text: string | null | undefined;
  /** What of the record it is about, such as an asset. */
  readonly about?: string;
}

/** A statement as it is shown. */
export interface Statement {
  readonly id: string;
  readonly kind: string;
  readonly about: string | null;
  readonly text: string;
  readonly by: string;
  readonly at: string;
}

interface Row extends Omit<Statement, 'text' | 'at'> {
  readonly textEnc: string;
  readonly at: Date;
}

/** What people say in their own words: kept encrypted, apart from the record. */
@Injectable()
export class Statements {
  constructor(
    private readonly cipher: FieldCipher,
    private readonly clock: BusinessClock,
  ) {}

  /** In one statement, in the order in which they are said. */
  async say(tx: Tx, ...all: readonly Said[]): Promise<void> {
    const rows = all.flatMap(({ subject, kind, text, about }) => {
      if (text === undefined || text === null || text === '') return [];
      const id = uuidv7();
      return [{ ...{ id, type: subject.type, subjectId: subject.id, kind }, about: about ?? null, text }];
    });
    if (rows.length === 0) return;
    await tx.execute(
      `insert into statement (id, subject_type, subject_id, kind, about, text_enc, said_by, said_at)
       select s.id, s.subject_type, s.subject_id, s.kind, s.about, s.text_enc, $7, $8
         from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[])
           as s(id, subject_type, subject_id, kind, about, text_enc)`,
      [
        rows.map(({ id }) => id),
        rows.map(({ type }) => type),
        rows.map(({ subjectId }) => subjectId),
        rows.map(({ kind }) => kind),
        rows.map(({ about }) => about),
        rows.map(({ id, text }) => this.cipher.encrypt(text, placeOf(id))),
        ...[tx.actor, this.clock.now()],
      ],
    );
  }

  /** What was said of a record, the newest first, in the clear: the caller says why. */
  async of(
    queries: { query(sql: string, parameters: unknown[]): Promise<unknown> },
    subject: Said['subject'],
    { before, limit }: { readonly before?: string | undefined; readonly limit: number },
  ): Promise<Statement[]> {
    const rows = (await queries.query(
      `select id, kind, about, text_enc as "textEnc", said_by as by, said_at as at from statement
        where subject_type = $1 and subject_id = $2 and ($3::uuid is null or id < $3)
        order by id desc limit $4`,
      [subject.type, subject.id, before ?? null, limit],
    )) as Row[];
    return rows.map(({ textEnc, at, ...row }) => ({
      ...row,
      text: this.cipher.decrypt(textEnc, placeOf(row.id)),
      at: at.toISOString(),
    }));
  }
}

const placeOf = (id: string): string => `statement/${id}/text`;
