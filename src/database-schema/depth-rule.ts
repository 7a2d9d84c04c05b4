import { GraphQLError, Kind, type ASTVisitor, type SelectionSetNode, type ValidationContext } from 'graphql';

/**
 * Refuses documents whose fields nest deeper than `maxDepth`; introspection is bounded by graphql-js itself and
 * left out. Each fragment is measured once: spread twice by each of the last, they would double with every one.
 */
export function depthRule(maxDepth: number): (context: ValidationContext) => ASTVisitor {
  return (context) => {
    const depths = new Map<string, number>();
    return {
      OperationDefinition(operation) {
        const depth = depthOf(operation.selectionSet, context, depths);
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
    };
  };
}

function depthOf(
  selectionSet: SelectionSetNode,
  context: ValidationContext,
  depths: Map<string, number>,
): number {
  let deepest = 0;
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FIELD) {
      if (selection.name.value.startsWith('__')) continue;
      const inner = selection.selectionSet ? depthOf(selection.selectionSet, context, depths) : 0;
      deepest = Math.max(deepest, inner + 1);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      deepest = Math.max(deepest, depthOf(selection.selectionSet, context, depths));
    } else {
      deepest = Math.max(deepest, depthOfFragment(selection.name.value, context, depths));
    }
  }
  return deepest;
}

function depthOfFragment(name: string, context: ValidationContext, depths: Map<string, number>): number {
  const known = depths.get(name);
  if (known !== undefined) return known;
  // While it is being measured: a cycle, which another rule reports, ends here.
  depths.set(name, 0);
  const fragment = context.getFragment(name);
  const depth = fragment ? depthOf(fragment.selectionSet, context, depths) : 0;
  depths.set(name, depth);
  return depth;
}
