// The examples of the JOSE RFCs: what they call a signature is one here, and nothing close to it. Their payloads are no access
// tokens, so that verifyAccessToken() could not say yes; what it says no to is the claims, not the signature.
import { describe, expect, test } from 'vitest'
import { verifyAccessToken, type Jwk } from '../../../src/facade/index.ts'
import { checkSignature, importKey } from '../../../src/facade/claims/algorithms.ts'
import { parseJws } from '../../../src/facade/claims/jws.ts'
import { keyFor } from '../../../src/facade/claims/keys.ts'

/** RFC 7515, appendix A: `{"iss":"joe",\r\n "exp":1300819380,\r\n "http://example.com/is_root":true}`. */
const joe = 'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ'
/** RFC 7520, section 4: a text. */
const frodo =
  'SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4'

const bilbo = { kid: 'bilbo.baggins@hobbiton.example', use: 'sig' }
const bilboRsa: Jwk = {
  ...bilbo,
  kty: 'RSA',
  n: 'n4EPtAOCc9AlkeQHPzHStgAbgs7bTZLwUBZdR8_KuKPEHLd4rHVTeT-O-XV2jRojdNhxJWTDvNd7nqQ0VEiZQHz_AJmSCpMaJMRBSFKrKb2wqVwGU_NsYOYL-QtiWN2lbzcEe6XC0dApr5ydQLrHqkHHig3RBordaZ6Aj-oBHqFEHYpPe7Tpe-OfVfHd1E6cS6M1FZcD1NNLYD5lFHpPI9bTwJlsde3uhGqC0ZCuEHg8lhzwOHrtIQbS0FVbb9k3-tVTU4fg_3L_vniUFAKwuCLqKnS2BYwdq_mzSnbLY7h_qixoR7jig3__kRhuaxwUkRz5iaiQkqgc5gHdrNP5zw',
  e: 'AQAB',
}

const examples: { name: string; key: Jwk | { k: string }; token: string }[] = [
  {
    name: 'RFC 7515, A.1: HS256',
    key: { k: 'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow' },
    token: `eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.${joe}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk`,
  },
  {
    name: 'RFC 7515, A.2: RS256',
    key: {
      kty: 'RSA',
      n: 'ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ',
      e: 'AQAB',
    },
    token: `eyJhbGciOiJSUzI1NiJ9.${joe}.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw`,
  },
  {
    name: 'RFC 7515, A.3: ES256',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
      y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
    },
    token: `eyJhbGciOiJFUzI1NiJ9.${joe}.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q`,
  },
  {
    name: 'RFC 7520, 4.1: RS256',
    key: bilboRsa,
    token: `eyJhbGciOiJSUzI1NiIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9.${frodo}.MRjdkly7_-oTPTS3AXP41iQIGKa80A0ZmTuV5MEaHoxnW2e5CZ5NlKtainoFmKZopdHM1O2U4mwzJdQx996ivp83xuglII7PNDi84wnB-BDkoBwA78185hX-Es4JIwmDLJK3lfWRa-XtL0RnltuYv746iYTh_qHRD68BNt1uSNCrUCTJDt5aAE6x8wW1Kt9eRo4QPocSadnHXFxnt8Is9UzpERV0ePPQdLuW3IS_de3xyIrDaLGdjluPxUAhb6L2aXic1U12podGU0KLUQSE_oI-ZnmKJ3F4uOZDnd6QZWJushZ41Axf_fcIe8u9ipH84ogoree7vjbU5y18kDquDg`,
  },
  {
    name: 'RFC 7520, 4.4: HS256',
    key: { k: 'hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg' },
    token: `eyJhbGciOiJIUzI1NiIsImtpZCI6IjAxOGMwYWU1LTRkOWItNDcxYi1iZmQ2LWVlZjMxNGJjNzAzNyJ9.${frodo}.s0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0`,
  },
  {
    name: 'RFC 8037, A.4: EdDSA',
    key: { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' },
    token:
      'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg',
  },
]

async function check(token: string, key: Jwk | { k: string }): Promise<void> {
  const jws = parseJws(token)
  const made =
    'k' in key
      ? await importKey(jws.header, 'raw', Uint8Array.from(Buffer.from(key.k, 'base64url')))
      : await keyFor(jws.header, { keys: [key] })
  return checkSignature(jws, made)
}
const wrong = { code: 'invalid_jwt', message: 'The access token is not valid: its signature is wrong' }

describe.each(examples)('$name', ({ key, token }) => {
  test('is right', async () => {
    await expect(check(token, key)).resolves.toBeUndefined()
  })

  test('is wrong with a bit of it flipped', async () => {
    const [head, payload, signature] = token.split('.') as [string, string, string]
    const flipped = (text: string, bit: number) => {
      const bytes = Buffer.from(text, 'base64url')
      bytes[bit >> 3]! ^= 1 << (bit & 7)
      return bytes.toString('base64url')
    }
    const bits = Buffer.from(signature, 'base64url').length * 8
    for (let bit = 0; bit < bits; bit += 37) {
      await expect(check(`${head}.${payload}.${flipped(signature, bit)}`, key)).rejects.toMatchObject(wrong)
      const elsewhere = flipped(payload, bit % (Buffer.from(payload, 'base64url').length * 8))
      await expect(check(`${head}.${elsewhere}.${signature}`, key)).rejects.toMatchObject(wrong)
    }
  })

  test('is wrong with a signature of another length', async () => {
    const signature = token.split('.')[2]!
    for (const other of [signature.slice(4), `AAAA${signature}`, `${signature.slice(0, 40)}${signature}`, 'AA', '']) {
      await expect(check(token.replace(signature, other), key)).rejects.toMatchObject(wrong)
    }
  })

  test('is no access token all the same', async () => {
    const source = 'k' in key ? { secret: Buffer.from(key.k, 'base64url') } : { jwks: { keys: [key] } }
    const { error } = await verifyAccessToken(token, { ...source, now: 1_300_819_000_000 })
    expect(error!.message).toMatch(/it has no subject or no expiry|it is no JWT/)
  })
})

test.each([
  ['RFC 7515, A.5: none', `eyJhbGciOiJub25lIn0.${joe}.`, 'its algorithm is not accepted'],
  ['none, with a signature', `eyJhbGciOiJub25lIn0.${joe}.AA`, 'its algorithm is not accepted'],
  [
    'RFC 7515, E: an extension that has to be understood',
    'eyJhbGciOiJub25lIiwNCiAiY3JpdCI6WyJodHRwOi8vZXhhbXBsZS5jb20vVU5ERUZJTkVEIl0sDQogImh0dHA6Ly9leGFtcGxlLmNvbS9VTkRFRklORUQiOnRydWUNCn0.RkFJTA.AA',
    'it has critical headers',
  ],
  [
    'RFC 7520, 4.2: PS384',
    `eyJhbGciOiJQUzM4NCIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9.${frodo}.cu22eBqkYDKgIlTpzDXGvaFfz6WGoz7fUDcfT0kkOy42miAh2qyBzk1xEsnk2IpN6-tPid6VrklHkqsGqDqHCdP6O8TTB5dDDItllVo6_1OLPpcbUrhiUSMxbbXUvdvWXzg-UD8biiReQFlfz28zGWVsdiNAUf8ZnyPEgVFn442ZdNqiVJRmBqrYRXe8P_ijQ7p8Vdz0TTrxUeT3lm8d9shnr2lfJT8ImUjvAA2Xez2Mlp8cBE5awDzT0qI0n6uiP1aCN_2_jLAeQTlqRHtfa64QQSUmFAAjVKPbByi7xho0uTOcbH510a6GYmJUAfmWjwZ6oD4ifKo8DYM-X72Eaw`,
    'its algorithm is not accepted',
  ],
  [
    'RFC 7520, 4.3: ES512',
    `eyJhbGciOiJFUzUxMiIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9.${frodo}.AE_R_YZCChjn4791jSQCrdPZCNYqHXCTZH0-JZGYNlaAjP2kqaluUIIUnC9qvbu9Plon7KRTzoNEuT4Va2cmL1eJAQy3mtPBu_u_sDDyYjnAMDxXPn7XrT0lw-kvAD890jl8e2puQens_IEKBpHABlsbEPX6sFY8OcGDqoRuBomu9xQ2`,
    'its algorithm is not accepted',
  ],
  [
    'RFC 7520, 4.5: a payload that is elsewhere',
    'eyJhbGciOiJIUzI1NiIsImtpZCI6IjAxOGMwYWU1LTRkOWItNDcxYi1iZmQ2LWVlZjMxNGJjNzAzNyJ9..s0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0',
    'it is no signed JWT',
  ],
])('%s is refused', async (_name, token, why) => {
  const { data, error } = await verifyAccessToken(token, { jwks: { keys: [bilboRsa] } })
  expect(data).toBeNull()
  expect(error).toMatchObject({ code: 'invalid_jwt', message: `The access token is not valid: ${why}` })
})
