import { RuleTester } from 'eslint';
import tseslint from 'typescript-eslint';
import { declaredAccess } from './declared-access.mjs';

RuleTester.describe = describe;
RuleTester.it = it;

const tester = new RuleTester({ languageOptions: { parser: tseslint.parser } });
const refused = (name: string) => [{ messageId: 'undeclared', data: { name } }];

tester.run('declared-access', declaredAccess, {
  valid: [
    `@Controller('v1/cases') class Cases { @Get(':id') @RequireScope('assistance:cases:read') read() {} }`,
    `@Controller('v1/me/cases') class Mine { @AllowPerson() @Post() open() {} }`,
    `@Controller() @Public() class Health { @Get('health/live') live() {} @Get('metrics') read() {} }`,
    `export const of = (service) => { @RequireScope(service) class Parked { @Get() list() {} } return Parked; };`,
    `class Helper { count() {} @Memo() total() {} get size() { return 1; } }`,
    `@Controller() class Cases { constructor(private readonly get: Get) {} @RequireToken() @Patch() change() {} }`,
  ],
  invalid: [
    { code: `@Controller() class Cases { @Get() list() {} }`, errors: refused('Cases.list') },
    {
      code: `@Controller() class Cases { @Get() @Public() list() {} @Post(':id/close') @Created() close() {} }`,
      errors: refused('Cases.close'),
    },
    { code: `class Cases { @nest.Put(':id') replace() {} }`, errors: refused('Cases.replace') },
    { code: `@ApiTags('cases') class Cases { @Patch() async change() {} }`, errors: refused('Cases.change') },
    { code: `const made = class { @Delete() remove() {} };`, errors: refused('a class.remove') },
    {
      code: `@Public() class Open { @Get() list() {} } class Closed { @Get() list() {} }`,
      errors: refused('Closed.list'),
    },
  ],
});
