/** A refusal as it is remembered for 30 days, or (grouped) many like it that were only counted. */
export interface DecisionRecord {
  readonly id: string;
  /** It stands for a bucket: what each of its denials was about is not known, and `atMs` is that of the last one. */
  readonly isShared: boolean;
  readonly code: string;
  /** The key that was denied; null where none has the id that was presented, or the bucket counts several. */
  readonly keyId: string | null;
  readonly atMs: number;
  readonly address: string | null;
  /** What was noted beside the code, such as `missing` or `cause`. Null where it is grouped. */
  readonly detail: Readonly<Record<string, unknown>> | null;
  /** Of its bucket: how many like it came within about a minute, and when the first and the last of them did. */
  readonly count: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
}
