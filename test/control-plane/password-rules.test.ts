import { describe, expect, it } from '@jest/globals';
import { loadCommonPasswords } from '../../src/control-plane/common-passwords.js';
import { findPasswordProblems } from '../../src/control-plane/password-rules.js';
import { Secret } from '../../src/foundation/secret.js';

const owner = { email: 'anna.sales@example.com', name: 'Anna Sales' };

async function problemsOf(password: string): Promise<readonly string[]> {
  return findPasswordProblems(new Secret(password), owner, await loadCommonPasswords());
}

describe('a password is accepted', () => {
  it.each([
    ['of fifteen characters', 'tq8 Lmw-Zr4 vKb'],
    ['of words', 'violet tractor over the hill'],
    ['of words that are common one by one', 'dragon monkey shadow baseball'],
    ['of lower-case letters alone', 'kxjwqpmvbnzlrtd'],
    ['of other scripts', 'пятнадцать синих китов'],
    ['of 15 signs beyond the basic plane', '🦊🐙🦉🐝🦑🐢🦔🦇🐍🦆🐌🦒🐊🦜🐎'],
    ['of 256 characters', 'ab c'.repeat(3) + 'x7'.repeat(2) + 'qwe rty-'.repeat(30)],
    ['that begins and ends alike', 'a quiet river a'],
  ])('%s', async (_what, password) => {
    expect(await problemsOf(password)).toEqual([]);
  });
});

describe('a password is refused', () => {
  it.each([
    ['with fourteen characters', 'tq8 Lmw-Zr4 vK', /at least 15 characters; it has 14/],
    ['with eight signs that JavaScript counts twice', '🦊🐙🦉🐝🦑🐢🦔🦇', /at least 15 characters; it has 8/],
    ['with fourteen characters that were typed as more', 'e\u0301'.repeat(14), /it has 14/],
    ['with 257 characters', `${'x7'.repeat(128)}!`, /at most 256 characters; it has 257/],
    ['with a line break', 'violet tractor\nover the hill', /control characters/],
    ['with half a surrogate pair', 'violet tractor \ud83e over', /control characters/],
    ['that is on the list', '1qaz2wsx3edc4rfv', /tried first/],
    ['that is on the list, in capitals', 'QWERTYUIOP12345', /tried first/],
    ['that is on the list, in wide letters', 'ｑｗｅｒｔｙｕｉｏｐ１２３４５', /tried first/],
    ['that is a common one with digits and signs around it', '2026-Football!!!', /tried first/],
    ['of one character', 'zzzzzzzzzzzzzzzzz', /over and over/],
    ['of a piece over and over', 'xK9!xK9!xK9!xK9!xK', /over and over/],
    ['of one common password twice', 'sunshinesunshine', /over and over/],
    ['along the digits', '3456789012345678', /is a run/],
    ['down the digits', '9876543210987654', /is a run/],
    ['along the alphabet', 'fghijklmnopqrstuvw', /is a run/],
    ['along the keyboard', 'wertyuiopasdfghj', /is a run/],
    ['with the e-mail address in it', 'my anna.sales@example.com', /e-mail address or name/],
    ['with the name in it', 'I am ANNA SALES indeed', /e-mail address or name/],
    ['with the service in it', 'the Postern opens wide', /e-mail address or name/],
  ])('%s, and the sentence does not repeat it', async (_what, password, sentence) => {
    const problems = await problemsOf(password);
    expect(problems).toEqual([expect.stringMatching(sentence)]);
    expect(problems.join()).not.toContain(password);
  });
});
