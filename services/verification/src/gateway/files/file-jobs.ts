import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { FeedWatermarkSchema, SourceAnsweredSchema, SourceAnswerState } from '@minzheng/contracts/facts';
import { addDays } from '@minzheng/kernel/months';
import { BusinessClock } from '@minzheng/platform/clock';
import { SETTINGS, type PlatformSettings } from '@minzheng/platform/config';
import { FileRejects, FileStore, type FileReject } from '@minzheng/platform/files';
import { JobRunner, Jobs, type Chunk, type JobHandler, type JobUnderWay } from '@minzheng/platform/jobs';
import type { Tx } from '@minzheng/platform/persistence';
import { leadingSecret } from '@minzheng/platform/person-keys';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { AgreementCopies } from '../agreement-copies.js';
import { agreementFor } from '../../agreements/agreement.rules.js';
import { InboundBacklog } from '../backlog.js';
import { InboundService, said, subject } from '../inbound.service.js';
import type { ItemRefusal } from '../item-refusal.js';
import { idOf } from '../pseudonyms.js';
import type { Reading } from '../reading.js';
import { CHECK_JOB, lastLoaded, LOAD_JOB, lockDataset } from './dataset-files.js';
import { FileExchange } from './file-exchange.entity.js';
import { FILE_LIFECYCLE } from './file-exchange.lifecycle.js';
import { announceExchanged } from './file.events.js';

import { verdictOn } from './manifest.rules.js';
import {
  BEGINNING,
  personDigest,
  readRow,
  readRows,
  type FileRow,
  type RowPlace,
  type RowReading,
} from './row.reader.js';

/** Rows of one chunk: a few hundred milliseconds, and with what follows from them within one unit of work's events. */
const ROWS_OF_CHUNK = 2_000;
/** Of a file that is rejected as a whole not all of its wrong rows are of use. */
const ENOUGH_REJECTS = 100_000;
/** Between two looks whether an agreement is in force again, or the outbox is no longer behind. */
const WAIT_MS = 5_000;

interface Checked extends RowPlace {
  readonly rejected: number;
  /** Digits. */
  readonly sumFen: string;
}

/** What both jobs read a file with. */
@Injectable()
export class FileReading {
  constructor(
    private readonly files: FileStore,
    private readonly copies: AgreementCopies,
    private readonly inbound: InboundService,
    private readonly clock: BusinessClock,
  ) {}

  get now(): Date {
    return this.clock.now();
  }

  /** Undefined when no agreement covers the file any more. */
  async of(tx: Tx, file: FileExchange, from: RowPlace) {
    const active = await this.copies.activeOf(file.agency);
    const today = this.clock.today();
    const agreement = agreementFor(active, file.dataset, today);
    if (!agreement) return undefined;
    const reading = this.inbound.reading(file.agency, file.region, (dataset) =>
      agreementFor(active, dataset, today),
    );
    const kinds = new Set(agreement.kinds);
    const parts = await tx.query<{ id: string; partCount: number }>(
      `select f.id, f.part_count as "partCount" from file_part p join stored_file f on f.id = p.stored_file_id
        where p.file_id = $1 order by p.number`,
      [file.id],
    );
    const { rows, next } = await readRows(tx, this.files, parts, from, ROWS_OF_CHUNK);
    const rejected = await this.#rejectedLines(tx, file, rows);
    const read = rows.map((row) => {
      const isChecked = rejected !== undefined && !rejected.has(row.line);
      return { row, ...readRow(row.text, file.dataset, kinds, reading, isChecked) };
    });
    return { agreement, reading, read, next };
  }

  /** Which of these rows were not right when the file was checked; undefined before that. */
  async #rejectedLines(
    tx: Tx,
    { id, state }: FileExchange,
    rows: readonly FileRow[],
  ): Promise<ReadonlySet<number> | undefined> {
    if (state !== 'VALIDATED') return undefined;
    const found = await tx.query<{ line: number }>(
      'select line from file_reject where use_id = $1 and line between $2 and $3',
      [id, rows.at(0)?.line ?? 0, rows.at(-1)?.line ?? 0],
    );
    return new Set(found.map(({ line }) => line));
  }
}

/** Reads all rows of a committed file once: its sums, its wrong rows, and whether it is its turn. */
@Injectable()
export class FileCheckJob implements JobHandler<object, Checked>, OnModuleInit {
  readonly name = CHECK_JOB;
  readonly #secret: string;

  constructor(
    private readonly runner: JobRunner,
    private readonly jobs: Jobs,
    private readonly rejects: FileRejects,
    private readonly fileReading: FileReading,
    @Inject(SETTINGS) settings: PlatformSettings,
  ) {
    this.#secret = leadingSecret(settings);
  }

  onModuleInit(): void {
    this.runner.register(this);
  }

  async chunk(tx: Tx, { scope, checkpoint }: JobUnderWay<object, Checked>): Promise<Chunk<Checked>> {
    const from = checkpoint ?? { ...BEGINNING, rejected: 0, sumFen: '0' };
    const file = await tx.loadForUpdate(FileExchange, scope);
    if (file.state !== 'RECEIVED') return { checkpoint: from, done: 0, finished: true };
    const found = await this.fileReading.of(tx, file, from);
    if (!found) {
      await this.#reject(tx, file, 'NO_AGREEMENT');
      return { checkpoint: from, done: 0, finished: true };
    }
    const { read, next, agreement } = found;
    const refused = read.flatMap(({ row, refusal }) => (refusal ? [toReject(row, refusal)] : []));
    const isLost = from.rejected * 10_000 > agreement.maxRejectBp * file.rows;
    if (!isLost || from.rejected < ENOUGH_REJECTS) await this.rejects.add(tx, file.id, refused);
    await countPersons(tx, file.id, read, this.#secret);
    const sum = read.reduce((total, { amountFen }) => total + amountFen, BigInt(from.sumFen));
    const checked = {
      ...(next ?? { ...BEGINNING, line: from.line + read.length }),
      rejected: from.rejected + refused.length,
      sumFen: sum.toString(),
    };
    if (!next) await this.#decide(tx, file, checked, agreement.maxRejectBp);
    return { checkpoint: checked, done: read.length, total: file.rows, finished: next === undefined };
  }

  async #decide(tx: Tx, file: FileExchange, checked: Checked, maxRejectBp: number): Promise<void> {
    const [counted] = await tx.query<{ persons: number }>(
      'select count(*)::int as persons from file_person where file_id = $1',
      [file.id],
    );
    await tx.execute('delete from file_person where file_id = $1', [file.id]);
    const found = {
      rows: checked.line,
      distinctPersons: counted?.persons ?? 0,
      sumAmountFen: BigInt(checked.sumFen),
    };
    file.rejectedRows = checked.rejected;
    const verdict = verdictOn(file, found, checked.rejected, maxRejectBp);
    if (verdict.outcome === 'REJECTED') return this.#reject(tx, file, verdict.reasonCode);
    await lockDataset(tx, file.agency, file.dataset);
    const isNext = file.sequence === (await lastLoaded(tx, file.agency, file.dataset)) + 1;
    const at = this.fileReading.now;
    await tx.move(file, FILE_LIFECYCLE, isNext ? 'validate' : 'quarantine', at);
    if (isNext) await this.jobs.ask(tx, { name: LOAD_JOB, scope: file.id, period: 'once' });
    else announceExchanged(tx, file, at);
  }

  async #reject(tx: Tx, file: FileExchange, reasonCode: string): Promise<void> {
    await rejectFile(tx, file, reasonCode, this.fileReading.now);
  }
}

/** Sends the facts of a file, so many a time; a process that is killed goes on where the last commit was. */
@Injectable()
export class FileLoadJob implements JobHandler<object, RowPlace>, OnModuleInit {
  readonly name = LOAD_JOB;

  constructor(
    private readonly runner: JobRunner,
    private readonly jobs: Jobs,
    private readonly fileReading: FileReading,
    private readonly backlog: InboundBacklog,
  ) {}

  onModuleInit(): void {
    this.runner.register(this);
  }

  async chunk(tx: Tx, { scope, checkpoint }: JobUnderWay<object, RowPlace>): Promise<Chunk<RowPlace>> {
    const from = checkpoint ?? BEGINNING;
    if (this.backlog.isBehind) return { checkpoint: from, done: 0, finished: false, pauseMs: WAIT_MS };
    const file = await tx.loadForUpdate(FileExchange, scope);
    if (file.state !== 'VALIDATED') return { checkpoint: from, done: 0, finished: true };
    const found = await this.fileReading.of(tx, file, from);
    if (!found) {
      // what is sent in part goes on when its agreement is resumed
      const isBegun = from.line > BEGINNING.line;
      if (!isBegun) await rejectFile(tx, file, 'NO_AGREEMENT', this.fileReading.now);
      return { checkpoint: from, done: 0, finished: !isBegun, ...(isBegun ? { pauseMs: WAIT_MS } : {}) };
    }
    const { read, next, reading } = found;
    announceFacts(tx, file, read, reading);
    if (!next) await this.#loaded(tx, file, reading);
    return {
      checkpoint: next ?? from,
      done: read.length,
      total: file.rows,
      finished: next === undefined,
    };
  }

  /** The feed has come on, and the file behind this one has its turn. */
  async #loaded(tx: Tx, file: FileExchange, reading: Reading): Promise<void> {
    const at = this.fileReading.now;
    const { agency, dataset, periodTo, sequence } = file;
    const upTo = new Date(Math.min(at.getTime(), Date.parse(`${addDays(periodTo, 1)}T00:00:00+08:00`) - 1));
    const markerId = idOf('file-marker', file.id);
    tx.announceInEveryPartition(
      FeedWatermarkSchema,
      { ...said(reading), markerId, agency, dataset, upTo: timestampFromDate(upTo) },
      subject(reading, 'feedWatermark', markerId),
    );
    file.loadedAt = at;
    await tx.move(file, FILE_LIFECYCLE, 'load', at);
    announceExchanged(tx, file, at);
    await lockDataset(tx, agency, dataset);
    const following = await tx.manager.findOne(FileExchange, {
      where: { agency, dataset, sequence: sequence + 1, state: 'QUARANTINED' },
      lock: { mode: 'pessimistic_write' },
    });
    if (!following) return;
    await tx.move(following, FILE_LIFECYCLE, 'release', at);
    await this.jobs.ask(tx, { name: LOAD_JOB, scope: following.id, period: 'once' });
  }
}

type ReadRow = RowReading & { readonly row: FileRow };

/**
 * Each fact once. Whose row was not taken, of that person the file has not told all: nobody may take its silence for
 * "nothing is known", so the source counts as not having answered for him.
 */
function announceFacts(tx: Tx, file: FileExchange, read: readonly ReadRow[], reading: Reading): void {
  const announced = new Set<string>();
  for (const { fact, idNumber } of read) {
    if (!fact) {
      announceUntold(tx, file, idNumber, reading, announced);
      continue;
    }
    const { factId } = fact.message;
    if (!announced.has(factId)) tx.announce(fact.schema, fact.message, subject(reading, 'fact', factId));
    announced.add(factId);
  }
}

function announceUntold(
  tx: Tx,
  { id, agency, dataset, generatedAt }: FileExchange,
  idNumber: string | undefined,
  reading: Reading,
  announced: Set<string>,
): void {
  const personKey = idNumber && reading.pseudonyms.personKey(idNumber, reading.today);
  if (!personKey) return;
  const answerId = idOf('file-untold', id, personKey);
  if (announced.has(answerId)) return;
  announced.add(answerId);
  tx.announce(
    SourceAnsweredSchema,
    {
      ...said(reading),
      ...{ answerId, personKey, agency, dataset },
      state: SourceAnswerState.REFUSED,
      observedAt: timestampFromDate(generatedAt),
    },
    subject(reading, 'sourceAnswer', answerId),
  );
}

async function rejectFile(tx: Tx, file: FileExchange, reasonCode: string, at: Date): Promise<void> {
  file.reasonCode = reasonCode;
  await tx.move(file, FILE_LIFECYCLE, 'reject', at, reasonCode);
  announceExchanged(tx, file, at);
}

function toReject({ line }: FileRow, { problem, field, code }: ItemRefusal): FileReject {
  return { line, column: field ?? '', problem: problem === 'validation' ? (code ?? problem) : problem };
}

async function countPersons(tx: Tx, fileId: string, read: readonly ReadRow[], secret: string): Promise<void> {
  const persons = read.flatMap(({ idNumber }) => (idNumber === undefined ? [] : [idNumber]));
  const digests = [...new Set(persons)].map((idNumber) => personDigest(secret, fileId, idNumber)).sort();
  if (digests.length === 0) return;
  await tx.execute(
    'insert into file_person (file_id, digest) select $1, unnest($2::uuid[]) on conflict do nothing',
    [fileId, digests],
  );
}
