import { GraphQLError, Kind, type ASTVisitor, type SelectionSetNode, type ValidationContext } from 'graphql';

/**
 * Refuses documents whose fields nest deeper than `maxDepth`; introspection is bounded by graphql-js itself and
 * left out. A fragment counts where it is spread; cycles are another rule's business and end the walk here.
 */
export function depthRule(maxDepth: number): (context: ValidationContext) => ASTVisitor {
  return (context) => ({
    OperationDefinition(operation) {
      const depth = depthOf(operation.selectionSet, context, new Set());
      if (depth <= maxDepth) return;
      context.reportError(
        new GraphQLError(
          `The operation nests ${depth} fields deep; this database accepts at most ${maxDepth}.`,
          {
            nodes: operation,
            extensions: { code: 'LIMIT_EXCEEDED' },
          },
        ),
      );
    },
  });
}

function depthOf(
  selectionSet: SelectionSetNode,
  context: ValidationContext,
  spread: ReadonlySet<string>,
): number {
  let deepest = 0;
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FIELD) {
      if (selection.name.value.startsWith('__')) continue;
      const inner = selection.selectionSet ? depthOf(selection.selectionSet, context, spread) : 0;
      deepest = Math.max(deepest, inner + 1);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      deepest = Math.max(deepest, depthOf(selection.selectionSet, context, spread));
    } else {
      const name = selection.name.value;
      const fragment = spread.has(name) ? undefined : context.getFragment(name);
      if (fragment) {
        deepest = Math.max(deepest, depthOf(fragment.selectionSet, context, new Set([...spread, name])));
      }
    }
  }
  return deepest;
}
