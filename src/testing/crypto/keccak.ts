// Keccak-256, the hash of Ethereum: KECCAK[512] of FIPS 202 (sections 3.2 and 4) with the padding of the first submission, 0x01, where
// SHA-3 has 0x06.
import { concat, type Bytes } from './encoding.ts'

const rounds = 24
/** Bytes of a block: 1600 bits less the capacity of 512. */
const rate = 136

const rotate = (lane: bigint, by: number): bigint => BigInt.asUintN(64, (lane << BigInt(by)) | (lane >> BigInt(64 - by)))

/** One constant a round, from a shift register (section 3.2.5, algorithm 5). */
const roundConstants = Array.from({ length: rounds }, (_, round) => {
  let constant = 0n
  for (let j = 0; j <= 6; j++) if (registerBit(j + 7 * round)) constant |= 1n << (2n ** BigInt(j) - 1n)
  return constant
})

/** The bit that x^t modulo x^8 + x^6 + x^5 + x^4 + 1 has at the constant term. */
function registerBit(t: number): boolean {
  let register = 1
  for (let step = 0; step < t % 255; step++) register = (register << 1) ^ (register & 0x80 ? 0x171 : 0)
  return (register & 1) === 1
}

/** For each lane, in the order of the spiral (sections 3.2.2 and 3.2.3): where it goes, and by how many bits it is rotated. */
const spiral: readonly (readonly [lane: number, by: number])[] = (() => {
  const steps: [number, number][] = []
  let [x, y] = [1, 0]
  for (let t = 0; t < 24; t++) {
    ;[x, y] = [y, (2 * x + 3 * y) % 5]
    steps.push([x + 5 * y, (((t + 1) * (t + 2)) / 2) % 64])
  }
  return steps
})()

function permute(lanes: BigUint64Array): void {
  for (const constant of roundConstants) {
    // θ
    const columns = [0, 1, 2, 3, 4].map((x) => lanes[x]! ^ lanes[x + 5]! ^ lanes[x + 10]! ^ lanes[x + 15]! ^ lanes[x + 20]!)
    for (let lane = 0; lane < 25; lane++) lanes[lane]! ^= columns[(lane + 4) % 5]! ^ rotate(columns[(lane + 1) % 5]!, 1)
    // ρ and π
    let moved = lanes[1]!
    for (const [lane, by] of spiral) {
      const next = lanes[lane]!
      lanes[lane] = rotate(moved, by)
      moved = next
    }
    // χ
    for (let row = 0; row < 25; row += 5) {
      const [a, b, c, d, e] = lanes.slice(row, row + 5) as unknown as [bigint, bigint, bigint, bigint, bigint]
      lanes[row] = a ^ (~b & c)
      lanes[row + 1] = b ^ (~c & d)
      lanes[row + 2] = c ^ (~d & e)
      lanes[row + 3] = d ^ (~e & a)
      lanes[row + 4] = e ^ (~a & b)
    }
    // ι
    lanes[0]! ^= constant
  }
}

/** Keccak-256 (FIPS 202, section 4, with Ethereum's padding). @returns 32 bytes */
export function keccak256(message: Uint8Array): Bytes {
  const padding = new Uint8Array(rate - (message.length % rate))
  padding[0] = 0x01
  padding[padding.length - 1]! |= 0x80
  const padded = new DataView(concat(message, padding).buffer)
  const lanes = new BigUint64Array(25)
  for (let block = 0; block < padded.byteLength; block += rate) {
    for (let lane = 0; lane < rate / 8; lane++) lanes[lane]! ^= padded.getBigUint64(block + 8 * lane, true)
    permute(lanes)
  }
  const hash = new DataView(new ArrayBuffer(32))
  for (let lane = 0; lane < 4; lane++) hash.setBigUint64(8 * lane, lanes[lane]!, true)
  return new Uint8Array(hash.buffer)
}
