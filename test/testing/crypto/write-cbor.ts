// CBOR in its shortest form (RFC 8949, section 3): what the tests of the reader and of WebAuthn make their input with.
export function writeCbor(value: unknown): Buffer {
  const head = (major: number, argument: number) => {
    if (argument < 24) return Buffer.from([(major << 5) | argument])
    const size = argument < 0x100 ? 0 : argument < 0x10000 ? 1 : 2
    const bytes = Buffer.alloc(1 << size)
    bytes.writeUIntBE(argument, 0, 1 << size)
    return Buffer.concat([Buffer.from([(major << 5) | (24 + size)]), bytes])
  }
  if (value === false) return Buffer.from([0xf4])
  if (value === true) return Buffer.from([0xf5])
  if (value === null) return Buffer.from([0xf6])
  if (value === undefined) return Buffer.from([0xf7])
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value])
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(writeCbor)])
  if (value instanceof Map) return Buffer.concat([head(5, value.size), ...[...value].flat(1).map(writeCbor)])
  throw new TypeError(`CBOR of ${typeof value}`)
}
