import type { Secret } from '../foundation/secret.js';
import type { Actor, PrincipalActor, SessionActor } from './actor.js';
import type { SessionRecord, UserRecord } from './records.js';

/** People who sign in, and their sessions in the console. */
export interface SessionService {
  /**
   * Whether e-mail address and password belong together and their user may sign in. Says the same, after the same work,
   * whatever is wrong. Throws PosternError OVERLOADED.
   */
  verify(attempt: SignInAttempt): Promise<SignInVerdict>;
  /**
   * Begins the session that `actor` stands for, as verified; gives back its token. `replaced`: the session that the same
   * browser had. Throws PosternError SIGN_IN_FAILED where the user may not sign in any more.
   */
  begin(
    actor: SessionActor,
    verified: VerifiedSignIn,
    more: { readonly userAgent: string | null; readonly replaced: ReplacedSession | null },
  ): Promise<Secret>;
  /** Of the actor's own user; ends its other sessions. For sessions only. Throws PosternError RATE_LIMITED. */
  changePassword(
    actor: PrincipalActor,
    input: { readonly currentPassword: Secret; readonly newPassword: Secret },
  ): Promise<UserRecord>;
  /** The actor signs out. */
  signOut(actor: SessionActor): Promise<void>;
  /** One's own, or with the capabilities `users.sessions:update` and `users.sessions:select` anybody's. Idempotent. */
  end(actor: Actor, id: string): Promise<SessionRecord>;
  /** All of a user, the actor's own session too; gives back how many. Others' by `users.sessions:update`. */
  endAll(actor: Actor, userId: string): Promise<number>;
  /** Those that can be used, the newest first, one list for each user id; for dataloader. */
  ofUsers(userIds: readonly string[]): Promise<readonly (readonly SessionRecord[])[]>;
}

export interface SignInAttempt {
  readonly email: string;
  readonly password: Secret;
  /** Of the client, in canonical text; null when it is not known. */
  readonly address: string | null;
}

export type SignInVerdict =
  | { readonly kind: 'verified'; readonly verified: VerifiedSignIn }
  /** `userId` and `cause` are for administrators only. */
  | {
      readonly kind: 'refused';
      readonly userId: string | null;
      readonly cause: 'unknown-email' | 'user-disabled' | 'no-password' | 'wrong-password';
    }
  | { readonly kind: 'throttled'; readonly waitMs: number };

export interface VerifiedSignIn {
  readonly userId: string;
  /** What was kept when the password was compared: with another one by now, it counts no more. */
  readonly keptHash: Secret;
  /** The password hashed anew, where the parameters or the pepper are other ones by now. */
  readonly newHash: Secret | null;
}

export interface ReplacedSession {
  readonly id: string;
  /** Of the token that was presented, under each pepper. */
  readonly digests: readonly Buffer[];
}
