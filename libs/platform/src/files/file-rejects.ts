import { stringify } from 'csv-stringify/sync';
import type { Localized } from '../http/problem.js';
import type { Tx } from '../persistence/transaction.js';

/** Where a file is wrong (退回清单), and how; what stands there is never repeated. */
export interface FileReject {
  /** Line of the file, the first is 1. */
  readonly line: number;
  /** Name of the column as the format calls it; empty where it is the line as a whole. */
  readonly column: string;
  /** kebab-case */
  readonly problem: string;
}

interface Queries {
  query<Row extends object>(sql: string, parameters?: unknown[]): Promise<Row[]>;
}

const PAGE = 1_000;

/** The lines of files that were not taken: of each use of a file its own, since a file may be tried before it is loaded. */
export class FileRejects {
  /** Told twice, it is there once. */
  async add(tx: Tx, useId: string, rejects: readonly FileReject[]): Promise<void> {
    if (rejects.length === 0) return;
    await tx.execute(
      `insert into file_reject (use_id, line, column_name, problem)
       select $1, line, name, problem from unnest($2::int[], $3::text[], $4::text[]) as r(line, name, problem)
       on conflict do nothing`,
      [
        useId,
        rejects.map(({ line }) => line),
        rejects.map(({ column }) => column),
        rejects.map(({ problem }) => problem),
      ],
    );
  }

  /** In the order of the lines, page after page. */
  async *of(queries: Queries, useId: string): AsyncGenerator<readonly FileReject[]> {
    let after: FileReject = { line: 0, column: '', problem: '' };
    for (;;) {
      const page = await queries.query<FileReject>(
        `select line, column_name as "column", problem from file_reject
          where use_id = $1 and (line, column_name, problem) > ($2, $3, $4)
          order by line, column_name, problem limit ${PAGE}`,
        [useId, after.line, after.column, after.problem],
      );
      yield page;
      const last = page.at(-1);
      if (page.length < PAGE || !last) return;
      after = last;
    }
  }

  /**
   * The list as a file (RFC 4180): line, column, problem, and what it means in Chinese and English.
   *
   * @param words - what a problem means
   */
  async *csv(queries: Queries, useId: string, words: (problem: string) => Localized): AsyncGenerator<string> {
    yield stringify([['line', 'column', 'problem', 'zh', 'en']], CSV);
    for await (const page of this.of(queries, useId)) {
      const rows = page.map(({ line, column, problem }) => {
        const { zh, en } = words(problem);
        return [line, column, problem, zh, en];
      });
      yield stringify(rows, CSV);
    }
  }
}

const CSV = { record_delimiter: 'windows' } as const;
