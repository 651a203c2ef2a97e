import { Readable } from 'node:stream';
import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Param,
  Post,
  Put,
  Query,
  StreamableFile,
} from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { DisclosesNothing } from '@minzheng/platform/audit';
import { FileRejects } from '@minzheng/platform/files';
import {
  ApiPage,
  Created,
  Id,
  IfMatch,
  InTransaction,
  invalidField,
  lifecycleLogOf,
  listOf,
  LogEntryDto,
  mapPage,
  PageQuery,
  PROBLEMS,
  Refuses,
  type Page,
} from '@minzheng/platform/http';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import { DataSource } from 'typeorm';
import { NO_AGREEMENT, QUOTA } from '../../agreements/agreement.problems.js';
import { UnlessBehind } from '../backlog.js';
import { receivedParts } from './dataset-files.js';
import { FileDto, FileQuery, ManifestDto, SkipGapDto, toFileDto } from './file.dto.js';
import { MANIFEST_EXAMPLES, ROW_EXAMPLE } from './file.examples.js';
import { FileExchange } from './file-exchange.entity.js';
import { FILE_LIFECYCLE } from './file-exchange.lifecycle.js';
import { CHECKSUM, SEQUENCE, SIGNATURE_INVALID, wordsOfReject } from './file.problems.js';
import { FileService } from './file.service.js';
import { PartBody, TakesPart, type PartBytes } from './part-body.js';

const WRITE = 'verification:inbound-facts:write';
const OPERATIONS = 'verification:operations:write';

/** Batch files (批量文件): a manifest, its parts, a commit; and what became of them, row by row. */
@ApiTags('inbound files')
@Controller('v1/inbound-files')
export class FileController {
  constructor(
    private readonly files: FileService,
    private readonly rejects: FileRejects,
    private readonly dataSource: DataSource,
  ) {}

  @Post()
  @RequireScope(WRITE)
  @UnlessBehind()
  @Created<FileDto>(({ id }) => `/v1/inbound-files/${id}`)
  @Refuses(NO_AGREEMENT, QUOTA, SEQUENCE, CHECKSUM, SIGNATURE_INVALID, PROBLEMS.rateLimited)
  @ApiOperation({
    summary: 'Announces a file by its manifest; the same one again changes nothing',
    description:
      'The number is the last one of the dataset plus one. A later one is taken, and waits (QUARANTINED) until the missing one is loaded or an operator skips the gap.',
  })
  @ApiBody({ type: ManifestDto, examples: MANIFEST_EXAMPLES })
  @ApiCreatedResponse({ type: FileDto })
  async announce(
    @Body() manifest: ManifestDto,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<FileDto> {
    if (manifest.periodTo < manifest.periodFrom) throw invalidField('periodTo', 'min');
    return this.#dto(await this.files.announce(tx, manifest, caller), tx);
  }

  @Get()
  @RequireScope(OPERATIONS, WRITE)
  @DisclosesNothing()
  @ApiOperation({ summary: 'Files of the agency, newest first; an operator sees all' })
  @ApiPage(FileDto)
  async list(@Query() query: FileQuery, @Caller() caller: Caller): Promise<Page<FileDto>> {
    const found = this.dataSource.createQueryBuilder(FileExchange, 'file');
    if (!caller.hasScope(OPERATIONS)) found.andWhere('file.agency = :org', { org: caller.org ?? '' });
    const shown = await listOf(found, query, { caller, equal: ['state'], hasForeignIds: true });
    const received = new Map<string, ReadonlySet<number>>();
    for (const { id } of shown.items) received.set(id, await receivedParts(this.dataSource, id));
    return mapPage(shown, (file) => toFileDto(file, received.get(file.id) ?? new Set()));
  }

  @Get(':id/log')
  @Concerns(FileExchange)
  @RequireScope(OPERATIONS, WRITE)
  @DisclosesNothing()
  @ApiOperation({ summary: 'What happened to a file, newest first' })
  @ApiPage(LogEntryDto)
  async log(
    @Id() id: string,
    @Query() query: PageQuery,
    @Caller() caller: Caller,
  ): Promise<Page<LogEntryDto>> {
    await this.#readable(id, caller);
    return lifecycleLogOf(this.dataSource, FILE_LIFECYCLE.name, id, query);
  }

  @Get(':id')
  @Concerns(FileExchange)
  @RequireScope(OPERATIONS, WRITE)
  @DisclosesNothing()
  @ApiOperation({ summary: 'How far a file is, and how many rows were not taken' })
  @ApiOkResponse({ type: FileDto })
  async one(@Id() id: string, @Caller() caller: Caller): Promise<FileDto> {
    return this.#dto(await this.#readable(id, caller), this.dataSource);
  }

  @Put(':id/parts/:n')
  @Concerns(FileExchange)
  @RequireScope(WRITE)
  @UnlessBehind()
  @TakesPart(ROW_EXAMPLE)
  @Refuses(CHECKSUM)
  @ApiOperation({
    summary: 'Sends part n of a file: rows as in POST /v1/inbound-facts, one JSON object a line',
    description:
      'It is stored encrypted when bytes, rows and SHA-256 are those of the manifest. Parts may come in any order, and again.',
  })
  @ApiParam({ name: 'n', schema: { type: 'integer', minimum: 1, maximum: 1_000, example: 1 } })
  @ApiOkResponse({ type: FileDto })
  async part(
    @Id() id: string,
    @Param('n') n: string,
    @IfMatch() version: number,
    @PartBody() part: PartBytes,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<FileDto> {
    if (!/^[1-9]\d{0,3}$/u.test(n)) throw invalidField('n', 'is-int');
    return this.#dto(await this.files.part(tx, id, version, Number(n), part.bytes, caller), tx);
  }

  @Post(':id/commit')
  @HttpCode(202)
  @Concerns(FileExchange)
  @RequireScope(WRITE)
  @UnlessBehind()
  @Refuses(CHECKSUM, NO_AGREEMENT, QUOTA, PROBLEMS.rateLimited)
  @ApiOperation({
    summary: 'All parts are sent: the file is checked and loaded; GET the file to see how far it is',
  })
  @ApiAcceptedResponse({ type: FileDto })
  async commit(
    @Id() id: string,
    @IfMatch() version: number,
    @Caller() caller: Caller,
    @InTransaction() tx: Tx,
  ): Promise<FileDto> {
    return this.#dto(await this.files.commit(tx, id, version, caller), tx);
  }

  @Post(':id/skip-gap')
  @Concerns(FileExchange)
  @RequireScope(OPERATIONS)
  @ApiOperation({
    summary: 'Loads a file although one before it is missing (provincial verification centre)',
  })
  @ApiOkResponse({ type: FileDto })
  async skipGap(
    @Id() id: string,
    @IfMatch() version: number,
    @Body() { reason }: SkipGapDto,
    @InTransaction() tx: Tx,
  ): Promise<FileDto> {
    return this.#dto(await this.files.skipGap(tx, id, version, reason), tx);
  }

  @Get(':id/rejects')
  @Concerns(FileExchange)
  @RequireScope(OPERATIONS, WRITE)
  @DisclosesNothing()
  @Header('content-type', 'text/csv; charset=utf-8')
  @ApiOperation({
    summary: 'Rows that were not taken: line, column, problem, and what it means in Chinese and English',
    description: 'What stands in the file is never repeated.',
  })
  @ApiProduces('text/csv')
  @ApiOkResponse({
    schema: {
      type: 'string',
      example:
        'line,column,problem,zh,en\r\n3,idNumber,id-number-invalid,公民身份号码不正确,The resident ID number is not valid\r\n',
    },
  })
  async rejected(@Id() id: string, @Caller() caller: Caller): Promise<StreamableFile> {
    await this.#readable(id, caller);
    const content = Readable.from(this.rejects.csv(this.dataSource, id, wordsOfReject), {
      objectMode: false,
    });
    return new StreamableFile(content, {
      disposition: `attachment; filename="rejects-${id}.csv"`,
      type: 'text/csv; charset=utf-8',
    });
  }

  /** An agency knows of its own files only. */
  async #readable(id: string, caller: Caller): Promise<FileExchange> {
    const file = await this.dataSource.manager.findOneBy(FileExchange, { id });
    if (!file || (file.agency !== caller.org && !caller.hasScope(OPERATIONS))) {
      throw new NotFound(FileExchange.name);
    }
    return file;
  }

  async #dto(file: FileExchange, queries: Pick<Tx, 'query'>): Promise<FileDto> {
    return toFileDto(file, await receivedParts(queries, file.id));
  }
}
