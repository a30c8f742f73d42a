// Access tokens in a browser: its WebCrypto verifies every algorithm, and keys come over CORS.
import { expect, test } from 'vitest'
import { json } from '../scripted-fetch.ts'
import { algorithms, asymmetric, createSigner, secret } from '../facade/claims/signers.ts'
import { useBrowser } from './browser.ts'

const application = useBrowser()

test('verifyAccessToken() and getClaims() with each algorithm', async () => {
  const signers = await Promise.all(algorithms.map((alg) => createSigner(alg)))
  const keys = signers.filter(({ alg }) => (asymmetric as readonly string[]).includes(alg)).map(({ jwk }) => jwk)
  application.server.on('GET /.well-known/jwks.json', json({ keys }), 9)
  const tab = await application.tab()
  const tokens = await Promise.all(signers.map((signer) => signer.sign()))
  const forged = tokens.map((token) =>
    token.replace(/\.[^.]+$/, (signature) => `${signature.slice(0, 5)}AAAA${signature.slice(9)}`),
  )
  const verdicts = await tab.evaluate(
    async ({ tokens, forged, secret }) => {
      const jwksUrl = `${window.clientOptions!.url}/.well-known/jwks.json`
      const verdict = ({ error }: { error: { code: string } | null }) => error?.code ?? 'yes'
      const ask = async (token: string) => [
        verdict(await window.sdk.verifyAccessToken(token, { jwksUrl, secret })),
        token.startsWith('eyJhbGciOiJIUzI1NiI') ? '' : verdict(await window.auth.getClaims(token)),
      ]
      return { good: await Promise.all(tokens.map(ask)), bad: await Promise.all(forged.map(ask)) }
    },
    { tokens, forged, secret },
  )
  expect(verdicts.good).toEqual([['yes', ''], ...asymmetric.map(() => ['yes', 'yes'])])
  expect(verdicts.bad).toEqual([['invalid_jwt', ''], ...asymmetric.map(() => ['invalid_jwt', 'invalid_jwt'])])
  expect(application.server.log).toEqual(['GET /.well-known/jwks.json'])
})
