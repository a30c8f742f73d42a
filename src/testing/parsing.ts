/** Text as the server reads it, with its words for what it can't read. */

/** A whole number, not negative. @throws Error */
export function parseUnsigned(text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`)
  if (BigInt(text) > 0xffff_ffff_ffff_ffffn) {
    throw new Error(`strconv.ParseUint: parsing ${JSON.stringify(text)}: value out of range`)
  }
  return Number(text)
}

const units: Record<string, number> = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

/** A duration in Go's words, in milliseconds. @throws Error */
export function parseDuration(text: string): number {
  const [, sign, rest] = /^([+-]?)(.*)$/s.exec(text)!
  const fail = (why: string) => new Error(`time: ${why} ${JSON.stringify(text)}`)
  if (rest === '0') return 0
  if (!rest) throw fail('invalid duration')
  let left = rest
  let sum = 0
  while (left) {
    const [, number] = /^(\d+\.?\d*|\.\d+)/.exec(left) ?? []
    if (number === undefined) throw fail('invalid duration')
    left = left.slice(number.length)
    const [unit] = /^[^\d.]*/.exec(left)!
    if (!unit) throw fail('missing unit in duration')
    if (!(unit in units)) throw fail(`unknown unit ${JSON.stringify(unit)} in duration`)
    left = left.slice(unit.length)
    sum += Number(number) * units[unit]!
  }
  return sign === '-' ? -sum : sum
}

/** What SQL's `LIKE '%…%'` finds: `%` and `_` are wildcards, and `\` makes the next character a plain one. */
export function containsLike(pattern: string, { ignoreCase = false } = {}): (text: string) => boolean {
  let source = ''
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!
    if (character === '%') source += '[^]*'
    else if (character === '_') source += '[^]'
    else source += escape(character === '\\' && at + 1 < pattern.length ? pattern[++at]! : character)
  }
  const expression = new RegExp(source, ignoreCase ? 'iu' : 'u')
  return (text) => expression.test(text)
}

const escape = (character: string): string => character.replace(/[.*+?^${}()|[\]\\/]/, '\\$&')

/** Whether a text holds what the database can't: a NUL character. */
export const hasNul = (value: unknown): boolean => (JSON.stringify(value) ?? '').includes('\\u0000')
