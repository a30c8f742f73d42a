/** Whether a text looks like a hash of a password to the server: bcrypt, Argon2, or the scrypt of Firebase. None is verified here. */
export function isPasswordHash(text: string): boolean {
  if (text.startsWith('$argon2')) return isArgon2(text)
  if (text.startsWith('$fbscrypt')) return isFirebaseScrypt(text)
  return isBcrypt(text)
}

/** Long enough, not newer than version 2, at a cost of 4 to 31: more is not looked at. */
function isBcrypt(text: string): boolean {
  const [, cost] = /^\$[\0-2](?:\$|[^$]\$)([+-]?\d+)/.exec(text.slice(0, 6)) ?? []
  return text.length >= 59 && Number(cost) >= 4 && Number(cost) <= 31
}

function isArgon2(text: string): boolean {
  const found =
    /^\$argon2(?:d|i|id)\$v=(?:16|19)\$m=(\d+),t=(\d+),p=(\d+)(?:,keyid=[^,$]+)?(?:,data=[^$]+)?\$([^$]*)\$([^$]*)$/.exec(
      text,
    )
  if (!found || !/^\$argon2(i|id)\$v=19\$[^$]*p=\d+\$/.test(text)) return false
  const [, memory, time, threads, salt, hash] = found as unknown as [string, string, string, string, string, string]
  const isSmall = Number(memory) <= 1_048_576 && Number(time) <= 20 && Number(threads) <= 16
  return isSmall && [salt, hash].every((part) => part !== '' && isBase64(part, ''))
}

function isFirebaseScrypt(text: string): boolean {
  const found = /^\$fbscrypt\$v=(\d+),n=(\d+),r=(\d+),p=(\d+)(?:,ss=([^,$]+))?(?:,sk=([^$]+))?\$([^$]+)\$([^$]+)$/.exec(text)
  if (!found) return false
  const [, version, n, r, p, separator = '', key = '', salt, hash] = found as unknown as string[]
  const areRight =
    version === '1' && [n, r, p].every((number) => Number(number) > 0) && Number(n) < 2 ** 32 && Number(p) < 256
  return areRight && [separator, key, salt!, hash!].every((part) => isBase64(part, '='))
}

/** As Go's decoder has it: of the usual alphabet, with all of its padding or with none. */
function isBase64(text: string, padding: '' | '='): boolean {
  return padding
    ? /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)
    : /^[A-Za-z0-9+/]*$/.test(text) && text.length % 4 !== 1
}
