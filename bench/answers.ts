// What a server answers where only the client is measured: as long as real answers, and made before anything is timed.
export const credentials = { email: 'ada@example.com', password: 'correct horse' }
const id = '9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11'
const date = '2026-01-02T03:04:05.678901Z'
/** As long as a real one. */
const user = {
  id,
  aud: 'authenticated',
  role: 'authenticated',
  email: credentials.email,
  email_confirmed_at: date,
  phone: '',
  confirmed_at: date,
  last_sign_in_at: date,
  app_metadata: { provider: 'email', providers: ['email'] },
  user_metadata: { email: credentials.email, email_verified: true, phone_verified: false, sub: id, name: 'Ada Lovelace' },
  identities: [
    {
      identity_id: '1d0c2f3a-6a55-4c0b-8f6e-2f4f2a3b4c5d',
      id,
      user_id: id,
      identity_data: { email: credentials.email, email_verified: true, phone_verified: false, sub: id },
      provider: 'email',
      last_sign_in_at: date,
      created_at: date,
      updated_at: date,
      email: credentials.email,
    },
  ],
  created_at: date,
  updated_at: date,
  is_anonymous: false,
}

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

export const sessions = Array.from({ length: 1000 }, (_, number) => {
  const iat = Math.floor(Date.now() / 1000)
  const payload = { sub: id, aud: user.aud, email: user.email, iat, exp: iat + 3600, session_id: `session${number}` }
  return JSON.stringify({
    access_token: `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url(payload)}.c2lnbmF0dXJl`,
    token_type: 'bearer',
    expires_in: 3600,
    expires_at: iat + 3600,
    refresh_token: `refresh${number}`,
    user,
  })
})

export const userText = JSON.stringify(user)
