/** The command or a setting is written wrongly; the sentence says what would be right. Ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
