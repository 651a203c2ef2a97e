import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  MinLength,
  ValidateNested,
} from 'class-validator';
import {
  IsCivilDate,
  IsFen,
  IsMonth,
  IsPart,
  IsPersonKey,
  IsRegionCode,
  IsUscc,
  KeptAsWritten,
} from './dto.decorators.js';
import { canonicalJson, toJson } from './json.js';
import { page, PageQuery, readCursor } from './page.js';
import { Problem } from './problem.js';
import { DtoValidationPipe } from './validation.pipe.js';

class PartDto {
  @IsMonth()
  month!: string;
}

class BodyDto {
  @IsFen()
  amountFen!: string;

  @IsCivilDate({ optional: true })
  on?: string;

  @IsOptional()
  @IsString()
  @MaxLength(5)
  note?: string;

  @IsOptional()
  @IsString()
  @KeptAsWritten()
  remark?: string;

  @IsOptional()
  @KeptAsWritten({ each: true })
  remarks?: string[];

  @IsOptional()
  @IsInt()
  count?: number;

  @IsRegionCode({ optional: true, each: true })
  regions?: string[];

  @IsPersonKey({ optional: true })
  personKey?: string;

  @IsUscc({ optional: true })
  uscc?: string;

  @IsOptional()
  @ValidateNested({ each: true })
  @Type(() => PartDto)
  parts?: PartDto[];
}

class WholeDto {
  @IsPart(() => PartDto)
  part!: PartDto;

  @ArrayMinSize(1)
  @IsPart(() => PartDto, { each: true })
  @ArrayMaxSize(2)
  parts!: PartDto[];

  @IsPart(() => PartDto, { optional: true })
  more?: PartDto;
}

const pipe = new DtoValidationPipe();

async function refusals(value: unknown, metatype: new () => object = BodyDto): Promise<[string, string][]> {
  try {
    await pipe.transform(value, { type: 'body', metatype });
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    expect(error.type.name).toBe('validation');
    return (error.options.errors ?? []).map(({ field, code }) => [field, code]);
  }
}

describe('DtoValidationPipe', () => {
  it.each<[unknown, [string, string][]]>([
    [{ amountFen: '0' }, []],
    [{ amountFen: '10000000000000', on: '2024-02-29', regions: ['51', '510802'] }, []],
    [{ amountFen: '10000000000001' }, [['amountFen', 'is-fen']]],
    [{ amountFen: '-1' }, [['amountFen', 'is-fen']]],
    [{ amountFen: '1.5' }, [['amountFen', 'is-fen']]],
    [{ amountFen: 100 }, [['amountFen', 'is-fen']]],
    [{ amountFen: null }, [['amountFen', 'missing']]],
    [{}, [['amountFen', 'missing']]],
    [undefined, [['amountFen', 'missing']]],
    [[], [['body', 'is-object']]],
    ['text', [['body', 'is-object']]],
    [{ amountFen: '1', on: '2025-02-29' }, [['on', 'is-civil-date']]],
    [{ amountFen: '1', note: 'too long' }, [['note', 'max-length']]],
    [{ amountFen: '1', count: '1' }, [['count', 'is-int']]],
    [{ amountFen: '1', regions: ['5108', '5'] }, [['regions', 'is-region-code']]],
    [{ amountFen: '1', personKey: '66F9367C-2A08-8D62-9D75-D6DBE23270B8' }, [['personKey', 'is-person-key']]],
    [{ amountFen: '1', personKey: '66f9367c-2a08-8d62-9d75-d6dbe23270b8' }, []],
    [{ amountFen: '1', uscc: '123' }, [['uscc', 'is-uscc']]],
    [
      { amountFen: '1', parts: [{ month: '2025-05' }, { month: '2025-13' }] },
      [['parts.1.month', 'is-month']],
    ],
    [{ amountFen: '1', parts: [{ month: '2025-05', more: 1 }] }, [['parts.0.more', 'unknown']]],
    [{ amountFen: '1', remark: '张三51080219850214901x撤回' }, [['remark', 'personal-data']]],
    [{ amountFen: '1', remark: '账户6228480402564890018有存款' }, [['remark', 'personal-data']]],
    [{ amountFen: '1', remark: 51 }, [['remark', 'is-string']]],
    [{ amountFen: '1', remarks: ['none', 'of 51080219850214901X'] }, [['remarks', 'personal-data']]],
    [{ amountFen: '1', note: 'kept' }, []],
    [{ amountFen: '1', remark: 'file 51080219850214901A1, 510802198502149019' }, []],
    [{ amountFen: '1', more: 1 }, [['more', 'unknown']]],
    [{ amountFen: '1', '51080219850214901X': 1 }, [['?', 'unknown']]],
    [
      { amountFen: 'x', on: 'x' },
      [
        ['amountFen', 'is-fen'],
        ['on', 'is-civil-date'],
      ],
    ],
  ])('%j has the wrong fields %j', async (body, expected) => {
    expect((await refusals(body)).sort()).toEqual(expected.sort());
  });

  it('names the bound that a value goes beyond', async () => {
    class BoundedDto {
      @IsInt()
      @Max(200)
      limit!: number;

      @MinLength(3)
      reason!: string;

      @ArrayMaxSize(1)
      kinds!: string[];
    }
    const error: unknown = await pipe
      .transform({ limit: 201, reason: 'no', kinds: ['A', 'B'] }, { type: 'body', metatype: BoundedDto })
      .catch((thrown: unknown) => thrown);
    const told = error instanceof Problem ? (error.options.errors ?? []) : [];
    expect(told.map(({ field, message }) => [field, message])).toEqual([
      ['limit', { zh: '过大（至多 200）', en: 'is too large: at most 200' }],
      ['reason', { zh: '过短（至少 3）', en: 'is too short: at least 3' }],
      ['kinds', { zh: '条目过多（至多 1）', en: 'has too many entries: at most 1' }],
    ]);
  });

  it('names the values that are allowed where they are few, in both languages', async () => {
    const LONG = Array.from({ length: 31 }, (_, index) => `CODE_${index}`);
    class ChoiceDto {
      @IsIn(['OPEN', 'CLOSED'])
      state!: string;

      @IsIn(['A', 'B'], { each: true })
      kinds!: string[];

      @IsIn(LONG)
      long!: string;
    }
    const error: unknown = await pipe
      .transform({ state: 'x, y', kinds: ['A', 'C'], long: 'x' }, { type: 'body', metatype: ChoiceDto })
      .catch((thrown: unknown) => thrown);
    const told = error instanceof Problem ? (error.options.errors ?? []) : [];
    expect(Object.fromEntries(told.map(({ field, message }) => [field, message]))).toEqual({
      state: { zh: '应为以下之一：OPEN、CLOSED', en: 'must be one of OPEN, CLOSED' },
      kinds: { zh: '应为以下之一：A、B', en: 'must be one of A, B' },
      long: { zh: '不在允许的取值范围内', en: 'is not one of the allowed values' },
    });
  });

  it('has what may be left out and is null left out, and leaves free JSON as it is', async () => {
    class InnerDto {
      @IsOptional()
      @IsString()
      note?: string;
    }
    class OuterDto {
      @IsOptional()
      @IsInt()
      limit = 20;

      @IsOptional()
      @IsString()
      note?: string;

      @IsPart(() => InnerDto, { each: true })
      parts!: InnerDto[];

      @IsObject()
      value!: object;
    }
    const read: unknown = await pipe.transform(
      { limit: null, note: null, parts: [{ note: null }], value: { note: null } },
      { type: 'body', metatype: OuterDto },
    );
    expect(read).toEqual({ limit: 20, parts: [{}], value: { note: null } });
  });

  it('never repeats the value', async () => {
    const error: unknown = await pipe
      .transform({ amountFen: '51080219850214901X' }, { type: 'body', metatype: BodyDto })
      .catch((thrown: unknown) => thrown);
    expect(JSON.stringify((error as Problem).options)).not.toContain('5108');
  });
});

describe('a part', () => {
  const part = { month: '2025-05' };

  it.each<[unknown, [string, string][]]>([
    [{ part, parts: [part] }, []],
    [{ part, parts: [part], more: null }, []],
    [
      {},
      [
        ['part', 'missing'],
        ['parts', 'missing'],
      ],
    ],
    [
      { part: null, parts: null },
      [
        ['part', 'missing'],
        ['parts', 'missing'],
      ],
    ],
    [
      { part: [], parts: 'a' },
      [
        ['part', 'is-object'],
        ['parts', 'is-array'],
      ],
    ],
    [{ part: 'a', parts: [part] }, [['part', 'is-object']]],
    [{ part, parts: [null] }, [['parts.0', 'missing']]],
    [{ part, parts: ['a'] }, [['parts.0', 'nested-validation']]],
    [{ part, parts: [] }, [['parts', 'array-min-size']]],
    [{ part, parts: [part, part, part] }, [['parts', 'array-max-size']]],
    [{ part: { month: '5' }, parts: [part] }, [['part.month', 'is-month']]],
  ])('%j has the wrong fields %j', async (body, expected) => {
    expect(await refusals(body, WholeDto)).toEqual(expected);
  });
});

describe('pages', () => {
  const query = (value: object): Promise<unknown> =>
    pipe.transform(value, { type: 'query', metatype: PageQuery });

  it('have 50 items unless the caller says otherwise, at most 200', async () => {
    expect(await query({})).toMatchObject({ limit: 50 });
    expect(await query({ limit: '200' })).toMatchObject({ limit: 200 });
    for (const limit of ['0', '201', '-1', 'x', '1.5'])
      await expect(query({ limit })).rejects.toThrow('validation');
  });

  it.each([
    ['abc', 'is-int'],
    ['0', 'min'],
    ['201', 'max'],
  ])('say of the limit %s what is wrong with it: %s', async (limit, code) => {
    await expect(query({ limit })).rejects.toMatchObject({ options: { errors: [{ field: 'limit', code }] } });
  });

  it('lead from one to the next and end with null', () => {
    const rows = [1, 2, 3].map((id) => ({ id, at: `2025-05-0${id}` }));
    const first = page(rows, 2, ({ at, id }) => [at, id]);
    expect(first.items).toHaveLength(2);
    expect(first.nextCursor).toMatch(/^[\w-]+$/);
    expect(readCursor(first.nextCursor ?? undefined, 2)).toEqual(['2025-05-02', 2]);
    expect(page(rows.slice(2), 2, ({ id }) => [id])).toEqual({ items: rows.slice(2), nextCursor: null });
    expect(page([], 2, () => [])).toEqual({ items: [], nextCursor: null });
  });

  it.each([
    'nonsense',
    'e30',
    Buffer.from('["a"]').toString('base64url'),
    Buffer.from('[{},1]').toString('base64url'),
  ])('refuse the cursor %s', (cursor) => {
    expect(() => readCursor(cursor, 2)).toThrow(Problem);
  });
});

describe('JSON', () => {
  it('writes a bigint as digits', () => {
    expect(toJson({ amountFen: 59_000n })).toBe('{"amountFen":"59000"}');
  });

  it('is the same text for equal values', () => {
    expect(canonicalJson({ b: [2, { d: 1, c: null }], a: '甲' })).toBe('{"a":"甲","b":[2,{"c":null,"d":1}]}');
    expect(canonicalJson(undefined)).toBe('null');
  });
});

describe('a region', () => {
  const CODES = ['51', '5108', '510802', '510802001', '510802001001'];
  class RegionDto {
    @IsRegionCode()
    any!: string;

    @IsRegionCode({ digits: [6, 6] })
    county!: string;

    @IsRegionCode({ digits: [2, 9] })
    downToTownship!: string;

    @IsRegionCode({ digits: [9, 12] })
    fromTownship!: string;
  }

  it.each([
    ['any', CODES],
    ['county', CODES.slice(2, 3)],
    ['downToTownship', CODES.slice(0, 4)],
    ['fromTownship', CODES.slice(3)],
  ])('of %s has in the document the digits that are taken', (field, taken) => {
    const { pattern, example }: { pattern: string; example: string } = Reflect.getMetadata(
      'swagger/apiModelProperties',
      RegionDto.prototype,
      field,
    );
    expect(CODES.filter((code) => new RegExp(pattern).test(code))).toEqual(taken);
    expect(taken).toContain(example);
    expect('510800').not.toMatch(new RegExp(pattern));
  });
});
