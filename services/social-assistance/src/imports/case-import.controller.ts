import { Readable } from 'node:stream';
import { Controller, Get, Header, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { DisclosesNothing } from '@minzheng/platform/audit';
import { FileRejects } from '@minzheng/platform/files';
import {
  ApiPage,
  Id,
  InTransaction,
  listOf,
  mapPage,
  PROBLEMS,
  Refuses,
  TakesText,
  TextBody,
  type Page,
  type UploadedText,
} from '@minzheng/platform/http';
import { StartsJob, type JobState } from '@minzheng/platform/jobs';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { DataSource } from 'typeorm';
import { COLUMNS_TABLE } from './case-import.columns.js';
import { CaseImportDto, CaseImportQuery, TakeFileQuery, toImportDto } from './case-import.dto.js';
import { CaseImport } from './case-import.entity.js';
import { IMPORT_EXAMPLE } from './case-import.example.js';
import { wordsOf } from './case-import.problems.js';
import { CaseImportService } from './case-import.service.js';
import { IMPORT_FILE_INVALID } from './import-file.js';

const MAX_BYTES = 16 * 1_048_576;
const SCOPE = 'assistance:case-imports:write';

@ApiTags('case imports')
@Controller('v1/case-imports')
export class CaseImportController {
  constructor(
    private readonly imports: CaseImportService,
    private readonly rejects: FileRejects,
    private readonly dataSource: DataSource,
  ) {}

  @Post()
  @RequireScope(SCOPE)
  @StartsJob()
  @TakesText(MAX_BYTES, IMPORT_EXAMPLE)
  @Refuses(IMPORT_FILE_INVALID, PROBLEMS.outOfRegion)
  @ApiOperation({
    summary: 'Loads a county’s earlier cases from a CSV file, or tries to',
    description: [
      'One row a person; the rows of a household stand together. A household is loaded whole or not at all: what is wrong with it is among the rejects, and holds up no other.',
      'The same file loaded again is answered as it was the first time; a household that the county has loaded before is skipped.',
      COLUMNS_TABLE,
    ].join('\n\n'),
  })
  @ApiAcceptedResponse({ type: CaseImportDto })
  async take(
    @TextBody() file: UploadedText,
    @Query() { dryRun }: TakeFileQuery,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<CaseImportDto> {
    return toImportDto(await this.imports.take(tx, file, dryRun === 'true', caller.region));
  }

  @Get()
  @DisclosesNothing()
  @RequireScope(SCOPE)
  @ApiOperation({ summary: 'Files of the region, newest first' })
  @ApiPage(CaseImportDto)
  async list(@Query() query: CaseImportQuery, @Caller() caller: Caller): Promise<Page<CaseImportDto>> {
    const found = await listOf(this.dataSource.createQueryBuilder(CaseImport, 'import'), query, { caller });
    const states = await this.#jobStates(found.items);
    return mapPage(found, (each) => toImportDto(each, states.get(each.jobId)));
  }

  @Get(':id')
  @DisclosesNothing()
  @Concerns(CaseImport)
  @RequireScope(SCOPE)
  @ApiOperation({ summary: 'How far a file is, and how many rows were taken' })
  @ApiOkResponse({ type: CaseImportDto })
  async one(@Id() id: string): Promise<CaseImportDto> {
    const imported = await this.dataSource.manager.findOneBy(CaseImport, { id });
    if (!imported) throw new NotFound(CaseImport.name);
    return toImportDto(imported, (await this.#jobStates([imported])).get(imported.jobId));
  }

  @Get(':id/rejects')
  @DisclosesNothing()
  @Concerns(CaseImport)
  @RequireScope(SCOPE)
  @Header('content-type', 'text/csv; charset=utf-8')
  @ApiOperation({
    summary: 'The rows that were not taken: line, column, problem, and what it means in Chinese and English',
    description: 'What stands in the file is never repeated.',
  })
  @ApiProduces('text/csv')
  @ApiOkResponse({
    schema: {
      type: 'string',
      example:
        'line,column,problem,zh,en\r\n3,id_number,id-number-invalid,不是有效的公民身份号码,is not a valid resident ID number\r\n',
    },
  })
  rejected(@Id() id: string): StreamableFile {
    const content = Readable.from(this.rejects.csv(this.dataSource, id, wordsOf), { objectMode: false });
    return new StreamableFile(content, {
      disposition: `attachment; filename="rejects-${id}.csv"`,
      type: 'text/csv; charset=utf-8',
    });
  }

  async #jobStates(imports: readonly CaseImport[]): Promise<ReadonlyMap<string, JobState>> {
    const rows = await this.dataSource.query<{ id: string; state: JobState }[]>(
      'select id, state from job where id = any($1::uuid[])',
      [imports.map(({ jobId }) => jobId)],
    );
    return new Map(rows.map(({ id, state }) => [id, state]));
  }
}
