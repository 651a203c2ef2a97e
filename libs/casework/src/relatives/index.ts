/**
 * Filed relatives (近亲属备案): whose case an official does not act on, nor look into (民发〔2021〕57号 art. 11; verification,
 * section 11).
 *
 * - **Taking it in**: `imports: [RelativesModule]`, `withParts(definition, [RELATIVES])`, and as a controller
 *   `officialRelativesController('eldercare')`, with `{ provide: RelativeHooks, useClass: … }` in the same module: the hook
 *   is told of each filed relation, so that what was handled before it was known can be looked at again. A service that
 *   holds no ID numbers takes `officialRelativesByKeyController(registrar, readers)`, which has no hook.
 * - **Table**: `official_relative`.
 * - **Use** ({@link OfficialRelatives}): `requireUnrelated` (403 `conflict-of-interest`), `relativesOf` (does anybody who
 *   handles or sits in a committee belong to them?).
 * - **Retention**: {@link eraseRelatives}, a stage of the service's own.
 * - **Guarantees**: a relative's ID number is never stored here, only the personKey; a filing is never edited.
 */
export * from './erase-relatives.js';
export * from './migrations/0340-official-relatives.js';
export * from './official-relatives.js';
export * from './relative.dto.js';
export * from './relative.entity.js';
export * from './relative-hooks.js';
export * from './relative.lifecycle.js';
export * from './relatives.controller.js';
export * from './relatives.module.js';
