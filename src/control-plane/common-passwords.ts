let loading: Promise<ReadonlySet<string>> | null = null;

/**
 * The passwords that are tried first, in lower case: about 50,000 from published leaks. Loaded when a password is set
 * for the first time, and kept: a few megabytes that most processes never need.
 */
export function loadCommonPasswords(): Promise<ReadonlySet<string>> {
  loading ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary['passwords-common'].map((password) => password.toLowerCase())),
  );
  return loading;
}
