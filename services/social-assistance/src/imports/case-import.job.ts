import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BusinessClock } from '@minzheng/platform/clock';
import { FileRejects, FileStore } from '@minzheng/platform/files';
import { JobRunner, type Chunk, type JobHandler, type JobUnderWay } from '@minzheng/platform/jobs';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { CaseImportLoader } from './case-import.loader.js';
import { CaseImport } from './case-import.entity.js';
import { CASE_IMPORT_LIFECYCLE } from './case-import.lifecycle.js';
import { csvRecords, START, type CsvPlace } from './csv-records.js';
import { eraseUnused } from './erase-unused.js';
import { headingOf, readGroups, type Heading } from './import-file.js';

export const CASE_IMPORT_JOB = 'case-import';

/** So many rows are at most four events each, with a new standard in the same breath: no more than a transaction may announce. */
const ROWS_A_CHUNK = 500;

interface Parameters {
  readonly importId: string;
}

/** Where the chunk before has ended. */
interface Place extends CsvPlace {
  readonly heading: Heading;
}

/**
 * Loads the households of a file (历史数据导入), chunk after chunk in the order of the file: what was loaded commits with the
 * place behind it, so that a process that was killed leaves nothing out and repeats nothing.
 */
@Injectable()
export class CaseImportJob implements JobHandler<Parameters, Place>, OnModuleInit {
  readonly name = CASE_IMPORT_JOB;

  constructor(
    private readonly files: FileStore,
    private readonly rejects: FileRejects,
    private readonly loader: CaseImportLoader,
    private readonly clock: BusinessClock,
    private readonly runner: JobRunner,
  ) {}

  onModuleInit(): void {
    this.runner.register(this);
  }

  async chunk(tx: Tx, job: JobUnderWay<Parameters, Place>): Promise<Chunk<Place>> {
    const imported = await tx.loadForUpdate(CaseImport, job.parameters.importId);
    const file = await this.files.find(tx, imported.fileId);
    if (!file) throw new NotFound('StoredFile');
    const from = job.checkpoint ?? (await this.#begin(tx, file));
    const bytes = this.files.read(tx, file, from.offset);
    const { groups, place, isEnd } = await readGroups(bytes, from, from.heading, ROWS_A_CHUNK);
    const loaded = await this.loader.load(tx, imported, groups, job.requestedBy);
    await this.rejects.add(tx, imported.id, loaded.rejects);
    await tx.execute(
      `update case_import set accepted = accepted + $2, rejected = rejected + $3, skipped = skipped + $4 where id = $1`,
      [imported.id, loaded.accepted, loaded.rejected, loaded.skipped],
    );
    if (isEnd) await this.#finish(tx, imported.id);
    const done = loaded.accepted + loaded.rejected + loaded.skipped;
    return { checkpoint: { ...place, heading: from.heading }, done, total: imported.rows, finished: isEnd };
  }

  /** Behind the first line. */
  async #begin(tx: Tx, file: { readonly id: string; readonly partCount: number }): Promise<Place> {
    for await (const { fields, next } of csvRecords(this.files.read(tx, file), START)) {
      return { ...next, heading: headingOf(fields) };
    }
    throw new RangeError('a file that was taken has a first line');
  }

  /** A trial leaves its counts and its rejects. */
  async #finish(tx: Tx, id: string): Promise<void> {
    const imported = await tx.loadForUpdate(CaseImport, id);
    await tx.move(imported, CASE_IMPORT_LIFECYCLE, 'finish', this.clock.now());
    await tx.execute('delete from case_import_person where import_id = $1', [id]);
    await tx.execute('delete from case_import_household where import_id = $1 and household_id is null', [id]);
    await eraseUnused(tx, this.files, imported.fileId);
  }
}
