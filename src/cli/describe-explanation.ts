import type { AccessExplanation } from '../management-schema/access-explanation.js';

/** One line a check, and the answer at the end. */
export function describeExplanation({ allowed, code, missing, steps }: AccessExplanation): string {
  const lines = steps.map(({ check, passed, subject, detail }) => {
    const about = subject === null ? check : `${check} ${subject}`;
    return `${passed ? 'passed ' : 'REFUSED'}  ${about}: ${detail}`;
  });
  const refused =
    missing.length > 0 ? `Refused: ${code}. Missing: ${missing.join(', ')}` : `Refused: ${code}.`;
  return [...lines, allowed ? 'Allowed.' : refused].join('\n');
}
