import { readFileSync } from 'node:fs';

/** The text of a document, by its path in the repository. */
export function readPaper(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

/** The cells of every row of every Markdown table in the text, without the lines of dashes; blanks trimmed. */
export function readTableRows(text: string): readonly (readonly string[])[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[\s|:-]+$/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** What stands between backticks. */
export function readCode(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

/** The part of a document under the heading `## title`. */
export function readSection(text: string, title: string): string {
  const [, section] = text.split(`\n## ${title}\n`);
  if (section === undefined) throw new Error(`There is no section "${title}".`);
  return section.split('\n## ')[0] ?? '';
}
