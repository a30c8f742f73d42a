// Reed-Solomon codes of QR codes (ISO/IEC 18004, section 7.5.2 and annex A), over GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1.

const powers = new Uint8Array(255)
const logarithms = new Uint8Array(256)
for (let exponent = 0, power = 1; exponent < 255; exponent++) {
  powers[exponent] = power
  logarithms[power] = exponent
  power = (power << 1) ^ (power & 0x80 ? 0x11d : 0)
}

function multiply(a: number, b: number): number {
  return a && b ? powers[(logarithms[a]! + logarithms[b]!) % 255]! : 0
}

/** The codewords of error correction for a block of data (ISO/IEC 18004, section 7.5.2). */
export function errorCorrection(data: Uint8Array, count: number): Uint8Array {
  const generator = generatorOf(count)
  const rest = new Uint8Array(count)
  for (const byte of data) {
    const factor = byte ^ rest[0]!
    rest.copyWithin(0, 1)
    rest[count - 1] = 0
    for (let index = 0; index < count; index++) rest[index]! ^= multiply(factor, generator[index]!)
  }
  return rest
}

/** (x - 1)(x - α)…(x - α^(count - 1)), the highest power first and without it: that is always 1 (annex A). */
function generatorOf(count: number): Uint8Array {
  const generator = new Uint8Array(count)
  generator[count - 1] = 1
  for (let root = 0; root < count; root++) {
    for (let index = 0; index < count; index++) {
      generator[index] = multiply(generator[index]!, powers[root]!) ^ (generator[index + 1] ?? 0)
    }
  }
  return generator
}
