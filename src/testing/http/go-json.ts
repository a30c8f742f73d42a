import { utf8 } from '../crypto/encoding.ts'
import { quote } from './parsing.ts'

/** How deep the server reads. */
const deepest = 10_000

type Step = (byte: number) => Step | string

const isBlank = (byte: number) => byte === 32 || byte === 9 || byte === 10 || byte === 13
const isDigit = (byte: number) => byte >= 48 && byte <= 57
const is = (byte: number, characters: string) => characters.includes(String.fromCharCode(byte))

/** A byte as Go quotes it in its messages: each stands for a character, whatever encoding it is part of. */
function quoted(byte: number): string {
  if (byte === 34) return `'"'`
  if (byte === 39) return `'\\''`
  return `'${quote(String.fromCharCode(byte)).slice(1, -1)}'`
}

/**
 * Reads JSON as the server does.
 *
 * @param options.isStream what comes after a first object is not looked at
 * @throws Error in the words of the server's library
 */
export function readJson(text: string, { isStream = false }: { isStream?: boolean } = {}): unknown {
  // No text so short is too deep.
  if (text.length <= deepest) {
    try {
      return JSON.parse(text) as unknown
    } catch {
      // Then it is to be said why.
    }
  }
  const bytes = utf8(text)
  const { problem, end } = scan(bytes, isStream)
  if (problem === undefined) return JSON.parse(new TextDecoder().decode(bytes.subarray(0, end))) as unknown
  if (!isStream || problem !== cutOff) throw new Error(problem)
  throw new Error(text.trim() ? 'unexpected EOF' : 'EOF')
}

const cutOff = 'unexpected end of JSON input'

/**
 * Why bytes are no JSON, or where they end. The server reads one at a time, and takes the end for a blank, which is why so many of
 * its messages are about one.
 */
function scan(bytes: Uint8Array, isStream: boolean): { problem?: string; end?: number } {
  const within: ('key' | 'value' | 'item')[] = []
  let isDone = false
  let isClosed = false
  const wrong = (byte: number, place: string) => `invalid character ${quoted(byte)} ${place}`

  const beginValue: Step = (byte) => {
    if (isBlank(byte)) return beginValue
    if (byte === 123) return push('key', beginKeyOrEnd, byte)
    if (byte === 91) return push('item', beginItemOrEnd, byte)
    if (byte === 34) return inText
    if (byte === 45) return afterMinus
    if (byte === 48) return afterZero
    if (isDigit(byte)) return inDigits
    const word = ['true', 'false', 'null'].find((word) => word.charCodeAt(0) === byte)
    return word ? inWord(word, 1) : wrong(byte, 'looking for beginning of value')
  }
  const push = (kind: (typeof within)[number], next: Step, byte: number): Step | string =>
    within.push(kind) > deepest ? wrong(byte, 'exceeded max depth') : next
  const beginItemOrEnd: Step = (byte) => (isBlank(byte) ? beginItemOrEnd : byte === 93 ? endValue(byte) : beginValue(byte))
  const beginKeyOrEnd: Step = (byte) => {
    if (isBlank(byte)) return beginKeyOrEnd
    if (byte !== 125) return beginKey(byte)
    within[within.length - 1] = 'value'
    return endValue(byte)
  }
  const beginKey: Step = (byte) =>
    isBlank(byte) ? beginKey : byte === 34 ? inText : wrong(byte, 'looking for beginning of object key string')
  const endValue: Step = (byte) => {
    const place = within.at(-1)
    if (!place) return endAll(byte)
    if (isBlank(byte)) return endValue
    if (place === 'key') {
      if (byte !== 58) return wrong(byte, 'after object key')
      within[within.length - 1] = 'value'
      return beginValue
    }
    if (byte === 44) {
      if (place === 'item') return beginValue
      within[within.length - 1] = 'key'
      return beginKey
    }
    if (byte !== (place === 'item' ? 93 : 125)) {
      return wrong(byte, place === 'item' ? 'after array element' : 'after object key:value pair')
    }
    within.pop()
    if (within.length) return endValue
    isDone = isClosed = true
    return endAll
  }
  const endAll: Step = (byte) => {
    isDone = true
    return isBlank(byte) ? endAll : wrong(byte, 'after top-level value')
  }
  const endText = (): Step => {
    isDone = !within.length
    return endValue
  }
  const inText: Step = (byte) =>
    byte === 34 ? endText() : byte === 92 ? inEscape : byte < 32 ? wrong(byte, 'in string literal') : inText
  const inEscape: Step = (byte) =>
    byte === 117 ? inCode(4) : is(byte, 'bfnrt\\/"') ? inText : wrong(byte, 'in string escape code')
  const inCode =
    (left: number): Step =>
    (byte) =>
      !is(byte, '0123456789abcdefABCDEF')
        ? wrong(byte, 'in \\u hexadecimal character escape')
        : left > 1
          ? inCode(left - 1)
          : inText
  const inWord =
    (word: string, at: number): Step =>
    (byte) => {
      if (byte !== word.charCodeAt(at)) return wrong(byte, `in literal ${word} (expecting '${word[at]}')`)
      return at + 1 < word.length ? inWord(word, at + 1) : endText()
    }
  const afterMinus: Step = (byte) => (byte === 48 ? afterZero : isDigit(byte) ? inDigits : wrong(byte, 'in numeric literal'))
  const inDigits: Step = (byte) => (isDigit(byte) ? inDigits : afterZero(byte))
  const afterZero: Step = (byte) => (byte === 46 ? afterPoint : is(byte, 'eE') ? afterE : endValue(byte))
  const afterPoint: Step = (byte) => (isDigit(byte) ? inFraction : wrong(byte, 'after decimal point in numeric literal'))
  const inFraction: Step = (byte) => (isDigit(byte) ? inFraction : is(byte, 'eE') ? afterE : endValue(byte))
  const afterE: Step = (byte) => (is(byte, '+-') ? afterSign : afterSign(byte))
  const afterSign: Step = (byte) => (isDigit(byte) ? inExponent : wrong(byte, 'in exponent of numeric literal'))
  const inExponent: Step = (byte) => (isDigit(byte) ? inExponent : endValue(byte))

  let step: Step = beginValue
  for (const [at, byte] of bytes.entries()) {
    const next = step(byte)
    if (typeof next === 'string') return { problem: next }
    if (isStream && isClosed) return { end: at + 1 }
    step = next
  }
  const last = step(32)
  if (typeof last === 'string') return { problem: isStream ? cutOff : last }
  return isDone ? {} : { problem: cutOff }
}
