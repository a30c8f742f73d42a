// CBOR (RFC 8949) as authenticators write it and as the server reads it: CTAP 2's canonical form (CTAP 2.2, section 8), which has no
// indefinite lengths, no tags, no key twice and at most four levels. There are no fractions in what is read here, so they are refused.
import type { Bytes } from './encoding.ts'

/** What CBOR is read to: integers as numbers, byte strings as bytes, maps as `Map`. */
export type Cbor = number | string | boolean | null | undefined | Bytes | Cbor[] | CborMap
/** A map; its keys are integers and texts. */
export type CborMap = Map<number | string, Cbor>

const maximumDepth = 4
const simpleValues = new Map<number, Cbor>([
  [20, false],
  [21, true],
  [22, null],
  [23, undefined],
])

/**
 * Reads the first item (RFC 8949, section 3); more bytes may follow.
 * @returns the item, and where it ends
 * @throws Error if the bytes are not such CBOR
 */
export function readCbor(bytes: Bytes): { value: Cbor; end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0

  const take = (length: number): number => {
    if (length > bytes.length - at) throw new Error('The CBOR is cut off')
    at += length
    return at - length
  }
  const readArgument = (short: number): number => {
    if (short < 24) return short
    if (short === 24) return view.getUint8(take(1))
    if (short === 25) return view.getUint16(take(2))
    if (short === 26) return view.getUint32(take(4))
    if (short > 27) throw new Error('The CBOR has an item of indefinite length')
    const argument = Number(view.getBigUint64(take(8)))
    if (!Number.isSafeInteger(argument)) throw new Error('The CBOR has a number that is too large')
    return argument
  }
  const readMap = (count: number, depth: number): CborMap => {
    const map: CborMap = new Map()
    for (; count > 0; count--) {
      const key = read(depth)
      if (typeof key !== 'number' && typeof key !== 'string')
        throw new Error('The CBOR has a key that is neither integer nor text')
      if (map.has(key)) throw new Error(`The CBOR has the key ${key} twice`)
      map.set(key, read(depth))
    }
    return map
  }
  const read = (depth: number): Cbor => {
    const first = view.getUint8(take(1))
    const major = first >> 5
    if (major === 6) throw new Error('The CBOR has a tag')
    if (major === 7) {
      if (!simpleValues.has(first & 31)) throw new Error('The CBOR has a fraction or an unknown simple value')
      return simpleValues.get(first & 31)
    }
    const argument = readArgument(first & 31)
    if (major === 0) return argument
    if (major === 1) return -1 - argument
    if (major < 4) {
      const start = take(argument)
      const content = bytes.slice(start, at)
      return major === 2 ? content : readText(content)
    }
    if (depth === maximumDepth) throw new Error(`The CBOR has more than ${maximumDepth} levels`)
    if (major === 5) return readMap(argument, depth + 1)
    const items: Cbor[] = []
    for (let count = argument; count > 0; count--) items.push(read(depth + 1))
    return items
  }
  return { value: read(0), end: at }
}

function readText(bytes: Bytes): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new Error('The CBOR has a text that is not UTF-8', { cause })
  }
}
