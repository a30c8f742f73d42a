import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { codeChallengeOf, createPkce } from '../../../src/facade/index.ts'

afterEach(() => void vi.unstubAllGlobals())

test('codeChallengeOf() the verifier of RFC 7636, appendix B', async () => {
  expect(await codeChallengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  )
})

test('codeChallengeOf() any verifier is what another implementation makes of it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.stringMatching(/^[A-Za-z0-9._~-]{43,128}$/), async (verifier) => {
      expect(await codeChallengeOf(verifier)).toBe(createHash('sha256').update(verifier).digest('base64url'))
    }),
  )
})

describe('createPkce()', () => {
  test('makes 43 characters that the server takes, each time others', async () => {
    const made = await Promise.all(Array.from({ length: 200 }, createPkce))
    for (const { code_verifier, code_challenge, code_challenge_method } of made) {
      expect(code_verifier).toMatch(/^[A-Za-z0-9_-]{43}$/)
      expect(code_challenge).toMatch(/^[A-Za-z0-9_-]{43}$/)
      expect(code_challenge).toBe(await codeChallengeOf(code_verifier))
      expect(code_challenge_method).toBe('s256')
    }
    expect(new Set(made.map(({ code_verifier }) => code_verifier)).size).toBe(200)
    // All of base64url occurs: no character was lost on the way.
    expect(new Set(made.map(({ code_verifier }) => code_verifier).join('')).size).toBe(64)
  })

  test.each([undefined, {}, { getRandomValues: () => {} }])(
    'D19: without WebCrypto (%j) there is a clear error, and no fallback',
    async (crypto) => {
      vi.stubGlobal('crypto', crypto)
      const random = vi.spyOn(Math, 'random')
      await expect(createPkce()).rejects.toMatchObject({ name: 'AuthError', code: 'crypto_missing' })
      expect(random).not.toHaveBeenCalled()
    },
  )
})
