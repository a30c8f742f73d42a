/** Everything that a real server takes from chance, from a seed: the same seed and the same requests give the same ids, codes and tokens. */
export interface Random {
  uuid(): string
  /** A one-time code of so many digits. */
  digits(length: number): string
  /** So many hexadecimal digits. */
  hex(length: number): string
  /** So many characters of those. */
  text(length: number, alphabet?: string): string
  /** As WebCrypto takes them, in the words of TypeScript before 5.7, too. */
  bytes(length: number): Uint8Array & BufferSource
  /** The state of the generator, to go on from. */
  state: number
}

const lower = 'abcdefghijklmnopqrstuvwxyz234567'

/** Mulberry32: short, fast, well enough spread, and no secret depends on it. */
export function createRandom(seed: number): Random {
  const random: Random = {
    state: seed >>> 0,
    uuid() {
      const hex = random.hex(30)
      const variant = '89ab'[next() & 3]
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-${variant}${hex.slice(15, 18)}-${hex.slice(18, 30)}`
    },
    digits: (length) => random.text(length, '0123456789'),
    hex(length) {
      let text = ''
      while (text.length < length) text += next().toString(16).padStart(8, '0')
      return text.slice(0, length)
    },
    text(length, alphabet = lower) {
      let text = ''
      for (let at = 0; at < length; at++) text += alphabet[next() % alphabet.length]
      return text
    },
    bytes(length) {
      return Uint8Array.from({ length }, () => next() & 255)
    },
  }
  function next(): number {
    random.state = (random.state + 0x6d2b79f5) >>> 0
    let mixed = random.state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  return random
}
