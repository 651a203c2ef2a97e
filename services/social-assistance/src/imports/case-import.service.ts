import { Injectable } from '@nestjs/common';
import { BusinessClock } from '@minzheng/platform/clock';
import { FileStore } from '@minzheng/platform/files';
import { Problem, PROBLEMS, type UploadedText } from '@minzheng/platform/http';
import { Jobs } from '@minzheng/platform/jobs';
import type { Tx } from '@minzheng/platform/persistence';
import { v7 as uuidv7 } from 'uuid';
import { CASE_IMPORT_JOB } from './case-import.job.js';
import { CaseImport } from './case-import.entity.js';
import { CASE_IMPORT_LIFECYCLE } from './case-import.lifecycle.js';
import { isReference } from './case-import-row.rules.js';
import { eraseUnused } from './erase-unused.js';
import { inspectFile } from './import-file.js';

const COUNTY_DIGITS = 6;

/** Takes the files with which counties load their earlier cases. */
@Injectable()
export class CaseImportService {
  constructor(
    private readonly files: FileStore,
    private readonly jobs: Jobs,
    private readonly clock: BusinessClock,
  ) {}

  /**
   * Takes a file and asks for the job that loads it, or tries to. A file that the county has loaded already is answered as
   * it was; one whose job has failed goes on.
   *
   * @param county - of the token: only a county loads
   * @throws Problem `out-of-region`, `import-file-invalid`
   */
  async take(tx: Tx, text: UploadedText, dryRun: boolean, county: string | undefined): Promise<CaseImport> {
    if (county?.length !== COUNTY_DIGITS) throw new Problem(PROBLEMS.outOfRegion);
    const content = Buffer.from(text.text, 'utf8');
    const { rows, split } = await inspectFile(content);
    const { file } = await this.files.store(tx, {
      ...{ kind: CASE_IMPORT_JOB, scope: county, mediaType: 'text/csv', content, sha256: text.sha256 },
    });
    const known = await this.#knownOf(tx, file.id, dryRun);
    if (known) {
      await this.#ask(tx, known);
      await eraseUnused(tx, this.files, file.id);
      return known;
    }
    const id = uuidv7();
    const jobId = await this.#ask(tx, { id, region: county });
    const imported = Object.assign(new CaseImport(), {
      ...{ id, region: county, fileId: file.id, sha256: file.sha256, dryRun, jobId, rows },
      ...{ accepted: 0, rejected: 0, skipped: 0 },
    });
    await tx.begin(imported, CASE_IMPORT_LIFECYCLE, 'take', this.clock.now());
    const today = this.clock.today();
    await tx.execute(
      `insert into case_import_household (import_id, household_ref, county, is_split)
       select $1, ref, $2, true from unnest($3::text[]) ref`,
      [id, county, [...split].filter((reference) => isReference(reference, today))],
    );
    return imported;
  }

  /** There is one job for each import: asked for again it is the same, and one that has failed goes on. */
  #ask(tx: Tx, { id, region }: Pick<CaseImport, 'id' | 'region'>): Promise<string> {
    return this.jobs.ask(tx, {
      ...{ name: CASE_IMPORT_JOB, scope: region, period: id },
      parameters: { importId: id },
    });
  }

  /** The file's load, or the trial that is still under way: a later one may find another state of things. */
  async #knownOf(tx: Tx, fileId: string, dryRun: boolean): Promise<CaseImport | undefined> {
    const where = dryRun ? { fileId, dryRun, state: 'RUNNING' as const } : { fileId, dryRun };
    return (await tx.manager.findOneBy(CaseImport, where)) ?? undefined;
  }
}
