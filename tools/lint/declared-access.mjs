/** An ESLint rule: what does not say who may call it is no route. At its start a service checks the same once more. */

/** Decorators of Nest that make a method a route. */
const ROUTES = new Set(
  'Get Post Put Patch Delete Head Options All Search Sse QueryMethod RequestMapping'.split(' '),
);
/** Decorators of libs/platform/src/access that say who may call. */
const DECLARATIONS = new Set(['RequireScope', 'AllowPerson', 'RequireToken', 'Public']);

/** @type {import('eslint').Rule.RuleModule} */
export const declaredAccess = {
  meta: {
    type: 'problem',
    docs: { description: 'a route declares who may call it, itself or by its class' },
    messages: {
      undeclared: `{{name}} answers requests but does not say who may call: ${[...DECLARATIONS].map((name) => `@${name}`).join(', ')}`,
    },
    schema: [],
  },
  create(context) {
    return {
      MethodDefinition(node) {
        const method = /** @type {Decorated} */ (/** @type {unknown} */ (node));
        const decorators = namesOf(method);
        if (!decorators.some((name) => ROUTES.has(name))) return;
        // a method stands in a body, and that in the class
        const owner = /** @type {Decorated} */ (/** @type {unknown} */ (node.parent.parent));
        if ([...decorators, ...namesOf(owner)].some((name) => DECLARATIONS.has(name))) return;
        const name = `${owner.id?.name ?? 'a class'}.${context.sourceCode.getText(node.key)}`;
        context.report({ node: node.key, messageId: 'undeclared', data: { name } });
      },
    };
  },
};

/**
 * A class or method as the TypeScript parser gives it.
 * @typedef {{ id?: { name: string } | null, decorators?: readonly { expression: Expression }[] }} Decorated
 * @typedef {{ type: string, name?: string, callee?: Expression, property?: { name?: string } }} Expression
 */

/** `Get` of `@Get()`, `@Get` and `@common.Get(':id')`. @param {Decorated} place */
function namesOf({ decorators = [] }) {
  return decorators.map(({ expression }) => {
    const called = expression.callee ?? expression;
    return (called.property ?? called).name ?? '';
  });
}
