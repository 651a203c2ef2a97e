import { readdirSync } from 'node:fs';
import js from '@eslint/js';
import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';
import { declaredAccess } from './tools/lint/declared-access.mjs';

const TYPESCRIPT = ['libs/**/*.ts', 'services/**/*.ts'];
const SPECS = ['**/*.spec.ts', '**/test/**/*.ts'];

/** The arrows of the architecture: services → casework → platform → contracts; all may use kernel; services call each other by clients. */
const ARROWS = {
  service: ['casework', 'platform', 'clients', 'contracts', 'kernel'],
  casework: ['platform', 'contracts', 'kernel'],
  platform: ['contracts', 'kernel'],
  testing: ['platform', 'contracts', 'kernel'],
  clients: [],
  contracts: ['kernel'],
  kernel: [],
  tools: ['platform', 'clients', 'contracts', 'kernel', 'testing'],
};
const LIBRARIES = Object.keys(ARROWS).filter((type) => type !== 'service' && type !== 'tools');

/** What is one department's business has no place in what every service is made of. */
const DEPARTMENT_WORDS = [
  'dibao',
  'tekun',
  'household',
  'elder',
  'elderly',
  'eldercare',
  'veteran',
  'orphan',
  'childWelfare',
  'disaster',
  'charity',
  'pension',
  'award',
  'clue',
];
const capital = (word) => word[0].toUpperCase() + word.slice(1);
const DEPARTMENT_WORD = [
  `^(${DEPARTMENT_WORDS.join('|')})s?(?![a-z])`,
  `(${DEPARTMENT_WORDS.map(capital).join('|')})s?(?![a-z])`,
  `(^|_)(${DEPARTMENT_WORDS.map((word) => word.toUpperCase()).join('|')})S?(?![A-Z])`,
].join('|');

const SERVICES = readdirSync(new URL('services', import.meta.url));
const NO_PROGRAM = {
  group: [...SERVICES, 'tools'].map((name) => `@minzheng/${name}*`),
  message: 'A service is no library: what others may know of it is a message.',
};
const NO_FRAMEWORK = {
  group: ['@nestjs/*', 'typeorm', 'pg', 'pg-*', 'kafkajs', 'fastify', '@fastify/*', 'rxjs'],
  message: 'kernel is pure: no framework, no database, no broker.',
};
const NO_DEFAULT_EXPORT = {
  selector: ':matches(ExportDefaultDeclaration, ExportSpecifier[exported.name="default"])',
  message: 'Export by name: an import line then says what is used.',
};
const NO_DEPARTMENT_WORD = {
  selector: `Identifier[name=/${DEPARTMENT_WORD}/]`,
  message: 'The platform knows no department: this belongs in casework or in the service.',
};
const NO_CLOCK = [
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: 'kernel has no clock: let the date be passed in.',
  },
  {
    selector: 'MemberExpression[object.name="Date"][property.name="now"]',
    message: 'kernel has no clock: let the date be passed in.',
  },
  {
    selector: 'MemberExpression[object.name="Math"][property.name="random"]',
    message: 'kernel is deterministic: let the seed be passed in.',
  },
];
const NO_SQL_NOW = [
  'Literal[value=/\\bnow\\s*\\(\\s*\\)/i]',
  'TemplateElement[value.raw=/\\bnow\\s*\\(\\s*\\)/i]',
].map((selector) => ({
  selector,
  message: 'now() is when the transaction began, before the locks: use clock_timestamp() or pass the time.',
}));

const arrows = {
  files: [...TYPESCRIPT, 'tools/**/*.mjs'],
  plugins: { boundaries },
  settings: {
    'boundaries/root-path': import.meta.dirname,
    'boundaries/legacy-templates': false,
    'boundaries/dependency-nodes': ['import', 'export', 'dynamic-import', 'require'],
    'boundaries/elements': [
      { type: 'service', pattern: 'services/*' },
      ...LIBRARIES.map((type) => ({ type, pattern: `libs/${type}` })),
      { type: 'tools', pattern: 'tools' },
    ],
    'boundaries/files': [{ category: 'spec', pattern: SPECS }],
    'import/resolver': {
      typescript: {
        project: ['libs/*/tsconfig.json', 'services/*/tsconfig.json'],
        noWarnOnMultipleProjects: true,
        conditionNames: ['source', 'types', 'import', 'node', 'default'],
      },
    },
  },
  rules: {
    'boundaries/no-unknown-dependencies': 'error',
    'boundaries/dependencies': [
      'error',
      {
        default: 'disallow',
        message:
          'services → casework → platform → contracts, all may use kernel; a service never imports a service',
        policies: [
          ...Object.entries(ARROWS).map(([type, targets]) => ({
            from: { element: { type } },
            allow: { to: { element: { types: { anyOf: targets } } } },
          })),
          { from: { file: { categories: 'spec' } }, allow: { to: { element: { type: 'testing' } } } },
          { allow: { to: { module: { origin: ['external', 'core'] } } } },
        ],
      },
    ],
  },
};

export default tseslint.config(
  {
    ignores: [
      '**/dist/',
      '**/generated/',
      'tools/new-service/template/',
      '**/node_modules/',
      '.nx/',
      '.data/',
      '.cache/',
      'coverage/',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          ...[
            'process',
            'console',
            'Buffer',
            'URL',
            'URLSearchParams',
            'fetch',
            'performance',
            'structuredClone',
          ],
          ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'queueMicrotask'],
          ...['AbortController', 'AbortSignal', 'TextEncoder', 'TextDecoder'],
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  arrows,
  {
    files: TYPESCRIPT,
    extends: [...tseslint.configs.recommended],
    languageOptions: {
      parserOptions: { project: './tsconfig.specs.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-imports': ['error', { patterns: [NO_PROGRAM] }],
      'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT],
    },
  },
  {
    files: TYPESCRIPT,
    ignores: SPECS,
    plugins: { minzheng: { rules: { 'declared-access': declaredAccess } } },
    rules: { 'minzheng/declared-access': 'error' },
  },
  {
    files: ['tools/**/*.spec.ts'],
    languageOptions: { parser: tseslint.parser },
    // names, and which of them are used, are checked with the types by tools/tsconfig.json
    rules: { 'no-undef': 'off', 'no-unused-vars': 'off' },
  },
  {
    files: ['libs/kernel/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [NO_PROGRAM, NO_FRAMEWORK] }],
      'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, ...NO_CLOCK],
    },
  },
  {
    files: ['libs/platform/**/*.ts'],
    ignores: SPECS,
    rules: { 'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, NO_DEPARTMENT_WORD] },
  },
  {
    files: ['services/verification/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, ...NO_SQL_NOW] },
  },
  {
    files: SPECS,
    rules: { '@typescript-eslint/no-non-null-assertion': 'off', 'no-loss-of-precision': 'off' },
  },
);
