/** The command did its work, and what it found is bad; the result has been printed. */
export class FailedChecks extends Error {
  override readonly name = 'FailedChecks';
}
