import { uuidOf, type AnswerOf, type Context, type Handlers, type SignedIn } from '../context.ts'
import { toBase32 } from '../crypto/encoding.ts'
import { qrCodeSvg } from '../crypto/qr-code.ts'
import { isTotp } from '../crypto/totp.ts'
import { readAuthentication, readRegistration, verifyAuthentication, verifyRegistration } from '../crypto/webauthn.ts'
import { badRequest, forbidden, internal, notFound, Refusal, unforeseen, unprocessable } from '../http/errors.ts'
import { hasNul, quote } from '../http/parsing.ts'
import { requirePause, sendText } from '../accounts/outbox.ts'
import {
  addAmr,
  counterToken,
  endSession,
  insertRefreshToken,
  sessionsOf,
  tokenResponse,
  type TokenResponse,
} from '../accounts/sessions.ts'
import type { ChallengeRow, FactorRow, SessionRow, StoredCredential, UserRow } from '../state/state.ts'
import { checkPhone, factorsOf } from '../accounts/users.ts'
import { lastChallengeData } from '../accounts/webauthn-dump.ts'
import { ceremonyOf, creationOptions, descriptorOf, newChallenge, requestOptions } from '../accounts/webauthn-options.ts'

/** `/factors`. */
export const factors: Pick<Handlers, 'enrollFactor' | 'challengeFactor' | 'verifyFactor' | 'unenrollFactor'> = {
  async enrollFactor(context) {
    const signedIn = await context.requirePermanentUser()
    const { config } = context.server
    if (!signedIn.session) {
      throw internal('A valid session and a registered user are required to enroll a factor')
    }
    switch (context.body().factor_type) {
      case 'phone':
        if (!config.GOTRUE_MFA_PHONE_ENROLL_ENABLED) {
          throw unprocessable('mfa_phone_enroll_not_enabled', 'MFA enroll is disabled for Phone')
        }
        return enrollPhone(context, signedIn)
      case 'totp':
        if (!config.GOTRUE_MFA_TOTP_ENROLL_ENABLED) {
          throw unprocessable('mfa_totp_enroll_not_enabled', 'MFA enroll is disabled for TOTP')
        }
        return enrollTotp(context, signedIn)
      case 'webauthn':
        if (!config.GOTRUE_MFA_WEB_AUTHN_ENROLL_ENABLED) {
          throw unprocessable('mfa_webauthn_enroll_not_enabled', 'MFA enroll is disabled for WebAuthn')
        }
        return enrollWebauthn(context, signedIn)
      default:
        throw badRequest('validation_failed', 'factor_type needs to be totp, phone, or webauthn')
    }
  },

  async challengeFactor(context) {
    const { user } = await context.requirePermanentUser()
    const factor = factorOf(context, user)
    context.limit('factorChallenge')
    const { config } = context.server
    switch (factor.factor_type) {
      case 'phone':
        if (!config.GOTRUE_MFA_PHONE_VERIFY_ENABLED) throw verificationOff('phone')
        return challengePhone(context, user, factor)
      case 'totp': {
        if (!config.GOTRUE_MFA_TOTP_VERIFY_ENABLED) throw verificationOff('totp')
        const challenge = insertChallenge(context, factor, {})
        context.audit(user, 'challenge_created', { factor_id: factor.id, factor_status: factor.status })
        return challengeAnswer(context, factor, challenge)
      }
      default:
        if (!config.GOTRUE_MFA_WEB_AUTHN_VERIFY_ENABLED) throw verificationOff('webauthn')
        return challengeWebauthn(context, user, factor)
    }
  },

  async verifyFactor(context) {
    const signedIn = await context.requirePermanentUser()
    const factor = factorOf(context, signedIn.user)
    context.limit('factorVerify')
    const { config } = context.server
    const { challenge_id, code = '' } = bodyOfVerify(context)
    if (challenge_id !== undefined) requireUuid(challenge_id)
    if (!code && factor.factor_type !== 'webauthn') throw badRequest('validation_failed', 'Code needs to be non-empty')
    switch (factor.factor_type) {
      case 'phone':
        if (!config.GOTRUE_MFA_PHONE_VERIFY_ENABLED) throw verificationOff('phone')
        return verifyPhone(context, signedIn, factor)
      case 'totp':
        if (!config.GOTRUE_MFA_TOTP_VERIFY_ENABLED) throw verificationOff('totp')
        return verifyTotp(context, signedIn, factor)
      default:
        // By the code of enrolling: so the server has it.
        if (!config.GOTRUE_MFA_WEB_AUTHN_VERIFY_ENABLED) {
          throw unprocessable('mfa_webauthn_enroll_not_enabled', 'MFA verification is disabled for WebAuthn')
        }
        return verifyWebauthn(context, signedIn, factor)
    }
  },

  async unenrollFactor(context) {
    const { user, session } = await context.requirePermanentUser()
    const factor = factorOf(context, user)
    if (!session) throw internal('A valid session and factor are required to unenroll a factor')
    if (factor.status === 'verified' && session.aal !== 'aal2') {
      throw unprocessable('insufficient_aal', 'AAL2 required to unenroll verified factor')
    }
    context.audit(user, 'factor_unenrolled', { factor_id: factor.id, factor_status: factor.status, session_id: session.id })
    deleteFactor(context, factor)
    return { status: 200, body: { id: factor.id } }
  },
}

const words = { phone: 'Phone', totp: 'TOTP', webauthn: 'WebAuthn' } as const

const verificationOff = (type: FactorRow['factor_type']): Refusal =>
  unprocessable(`mfa_${type}_verify_not_enabled`, `MFA verification is disabled for ${words[type]}`)

/** The factor of the path, of that user. @throws Refusal `validation_failed`, `mfa_factor_not_found` */
export function factorOf({ server, path }: Pick<Context, 'server' | 'path'>, user: UserRow): FactorRow {
  const id = uuidOf(path.factor_id)
  if (!id) throw notFound('validation_failed', 'factor_id must be an UUID')
  const factor = server.state.factors.get(id)
  if (factor?.user_id !== user.id) throw notFound('mfa_factor_not_found', 'Factor not found')
  return factor
}

/** An ID is an array of bytes to the server, and so its JSON library says. */
function bodyOfVerify(context: Context<'verifyFactor'>): ReturnType<Context<'verifyFactor'>['body']> {
  try {
    return context.body()
  } catch (cause) {
    const { message, status, code } = cause as Refusal
    const words = message.replace(/(VerifyFactorParams\.challenge_id of type) string$/, '$1 uuid.UUID')
    throw new Refusal(words, { status, ...(code && { code }) })
  }
}

/** In the words of the server's JSON library. */
function requireUuid(text: string): void {
  if (uuidOf(text)) return
  const isOfLength = [32, 34, 36, 38, 41, 45].includes(text.length)
  const why = isOfLength
    ? `incorrect UUID format in string ${quote(text)}`
    : `incorrect UUID length ${text.length} in string ${quote(text)}`
  throw badRequest('bad_json', `Could not parse request body as JSON: uuid: ${why}`)
}

/** Deletes a factor; sessions that it has made sure are less sure again. */
export function deleteFactor({ server }: Context, factor: FactorRow): void {
  const { state } = server
  const method = { totp: 'totp', phone: 'mfa/phone', webauthn: 'mfa/webauthn' }[factor.factor_type]
  for (const session of state.sessions.where('user', factor.user_id)) {
    if (session.factor_id !== factor.id) continue
    const amr = session.amr.filter((entry) => entry.method !== method)
    state.sessions.update(session, { amr, aal: 'aal1', factor_id: null })
  }
  for (const challenge of state.challenges.where('factor', factor.id)) state.challenges.delete(challenge)
  state.factors.delete(factor)
}

/**
 * Factors that were never verified are deleted first, and stay so.
 *
 * @throws Refusal `mfa_factor_name_conflict`, `too_many_enrolled_mfa_factors`, `insufficient_aal`
 */
function requireRoom(context: Context, user: UserRow, session: SessionRow | null, name: string): void {
  const { server, now } = context
  const { config, state } = server
  for (const factor of state.factors.all()) {
    const isOld = factor.created_at + config.GOTRUE_MFA_FACTOR_EXPIRY_DURATION < now
    if (factor.status === 'unverified' && isOld) deleteFactor(context, factor)
  }
  const all = factorsOf(server, user)
  const refuse = (refusal: Refusal) => Object.assign(refusal, { commits: true })
  if (all.some(({ friendly_name }) => friendly_name === name)) {
    const message = `A factor with the friendly name ${quote(name)} for this user already exists`
    throw refuse(unprocessable('mfa_factor_name_conflict', message))
  }
  const verified = all.filter(({ status }) => status === 'verified').length
  if (all.length >= config.GOTRUE_MFA_MAX_ENROLLED_FACTORS || verified >= config.GOTRUE_MFA_MAX_VERIFIED_FACTORS) {
    const message = 'Maximum number of verified factors reached, unenroll to continue'
    throw refuse(unprocessable('too_many_enrolled_mfa_factors', message))
  }
  if (verified > 0 && session && session.aal !== 'aal2') {
    throw refuse(forbidden('insufficient_aal', 'AAL2 required to enroll a new factor'))
  }
}

function insertFactor(
  { server, now }: Context,
  user: UserRow,
  fields: Partial<FactorRow> & Pick<FactorRow, 'factor_type'>,
): FactorRow {
  if (hasNul(fields.friendly_name)) throw unforeseen()
  return server.state.factors.insert({
    id: server.random.uuid(),
    user_id: user.id,
    status: 'unverified',
    friendly_name: '',
    secret: '',
    phone: '',
    last_challenged_at: null,
    webauthn: null,
    web_authn_aaguid: null,
    last_webauthn_challenge_data: null,
    created_at: now,
    updated_at: now,
    ...fields,
  })
}

function enrollPhone(context: Context<'enrollFactor'>, { user, session }: SignedIn): AnswerOf<'enrollFactor'> {
  const { server } = context
  const { phone: given = '', friendly_name = '' } = context.body()
  if (!given) throw badRequest('validation_failed', 'Phone number required to enroll Phone factor')
  const phone = checkPhone(given)
  const same = factorsOf(server, user).filter((factor) => factor.factor_type === 'phone' && factor.phone === phone)
  if (same.some(({ status }) => status === 'verified')) {
    throw unprocessable(
      'mfa_verified_factor_exists',
      'A verified phone factor already exists, unenroll the existing factor to continue',
    )
  }
  for (const factor of same) deleteFactor(context, factor)
  requireRoom(context, user, session, friendly_name)
  const { id } = insertFactor(context, user, { factor_type: 'phone', phone, friendly_name })
  context.audit(user, 'factor_in_progress', { factor_id: id, factor_type: 'phone' })
  return { status: 200, body: { id, type: 'phone', friendly_name, phone: given } }
}

function enrollTotp(context: Context<'enrollFactor'>, { user, session }: SignedIn): AnswerOf<'enrollFactor'> {
  const { server } = context
  const { friendly_name = '', issuer: given } = context.body()
  const issuer = given || new URL(server.config.GOTRUE_SITE_URL).host
  requireRoom(context, user, session, friendly_name)
  if (!user.email) throw internal('Error generating QR Code')
  const secret = toBase32(server.random.bytes(20))
  const label = escapeExcept('$&+,/:;=@', `${issuer}:${user.email}`)
  // Of what stands in a query the server takes `&` for a plain character, too.
  const name = escapeExcept('$&+:=@', issuer)
  const uri = `otpauth://totp/${label}?algorithm=SHA1&digits=6&issuer=${name}&period=30&secret=${secret}`
  const { id } = insertFactor(context, user, { factor_type: 'totp', friendly_name, secret })
  context.audit(user, 'factor_in_progress', { factor_id: id })
  return { status: 200, body: { id, type: 'totp', friendly_name, totp: { qr_code: qrCodeSvg(uri), secret, uri } } }
}

/** Percent-encoding, but of some characters. */
const escapeExcept = (plain: string, text: string): string =>
  encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%(?:2[0-9A-F]|3[A-F]|40)/g, (escaped) => {
      const character = decodeURIComponent(escaped)
      return plain.includes(character) ? character : escaped
    })

function enrollWebauthn(context: Context<'enrollFactor'>, { user, session }: SignedIn): AnswerOf<'enrollFactor'> {
  const { friendly_name = '' } = context.body()
  requireRoom(context, user, session, friendly_name)
  const { id } = insertFactor(context, user, { factor_type: 'webauthn', friendly_name })
  context.audit(user, 'factor_in_progress', { factor_id: id, factor_type: 'webauthn' })
  return { status: 200, body: { id, type: 'webauthn', friendly_name } }
}

function insertChallenge({ server, now, ip }: Context, factor: FactorRow, fields: Partial<ChallengeRow>): ChallengeRow {
  const { state, random } = server
  state.factors.update(factor, { last_challenged_at: now })
  return state.challenges.insert({
    id: random.uuid(),
    factor_id: factor.id,
    ip,
    code: '',
    webauthn_challenge: '',
    webauthn_type: null,
    verified_at: null,
    created_at: now,
    ...fields,
  })
}

function challengeAnswer(
  { server, now }: Context,
  factor: FactorRow,
  { id }: ChallengeRow,
  more: object = {},
): AnswerOf<'challengeFactor'> {
  const expires_at = Math.floor(now / 1_000) + server.config.GOTRUE_MFA_CHALLENGE_EXPIRY_DURATION
  return { status: 200, body: { id, type: factor.factor_type, expires_at, ...more } as never }
}

function challengePhone(context: Context<'challengeFactor'>, user: UserRow, factor: FactorRow): AnswerOf<'challengeFactor'> {
  const { channel } = context.body()
  requirePause(context, 'sms', factor.last_challenged_at, context.server.config.GOTRUE_MFA_PHONE_MAX_FREQUENCY)
  const { code } = sendText(context, 'mfa', factor.phone, channel)
  const challenge = insertChallenge(context, factor, { code })
  context.audit(user, 'challenge_created', { factor_id: factor.id, factor_status: factor.status })
  return challengeAnswer(context, factor, challenge)
}

/** The credentials of a user's factors, by which the browser knows what it has already. */
const credentialsOf = (context: Context, user: UserRow): StoredCredential[] =>
  factorsOf(context.server, user).flatMap(({ status, webauthn }) => (status === 'verified' && webauthn ? [webauthn] : []))

function challengeWebauthn(
  context: Context<'challengeFactor'>,
  user: UserRow,
  factor: FactorRow,
): AnswerOf<'challengeFactor'> {
  const { server } = context
  // Only to see that it is JSON: nothing in it is used.
  context.body()
  const known = credentialsOf(context, user)
  const webauthn_challenge = newChallenge(server)
  const webauthn_type = factor.status === 'verified' ? 'request' : 'create'
  if (webauthn_type === 'request' && !known.length) throw unforeseen()
  const publicKey =
    webauthn_type === 'create'
      ? creationOptions(server, user, webauthn_challenge, {
          displayName: user.email,
          excluded: known.map((credential) => descriptorOf(credential, ['usb', 'nfc'])),
          more: { authenticatorSelection: {} },
        })
      : requestOptions(server, webauthn_challenge, {
          allowCredentials: known.map((credential) => descriptorOf(credential, credential.transports)),
        })
  const challenge = insertChallenge(context, factor, { webauthn_challenge, webauthn_type })
  return challengeAnswer(context, factor, challenge, {
    webauthn: { type: webauthn_type, credential_options: { publicKey } },
  })
}

/** @throws Refusal `mfa_factor_not_found`, `mfa_ip_address_mismatch`, `mfa_challenge_expired` */
function challengeOf({ server, now, ip }: Context, factor: FactorRow, id: string | undefined): ChallengeRow {
  const { state, config } = server
  const challenge = state.challenges.get(uuidOf(id))
  if (challenge?.factor_id !== factor.id) {
    throw unprocessable('mfa_factor_not_found', 'MFA factor with the provided challenge ID not found')
  }
  if (challenge.verified_at !== null || challenge.ip !== ip) {
    throw unprocessable('mfa_ip_address_mismatch', 'Challenge and verify IP addresses mismatch.')
  }
  if (now > challenge.created_at + config.GOTRUE_MFA_CHALLENGE_EXPIRY_DURATION * 1_000) {
    state.challenges.delete(challenge)
    throw new Refusal(
      `MFA challenge ${challenge.id} has expired, verify against another challenge or create a new challenge.`,
      { status: 422, code: 'mfa_challenge_expired', commits: true },
    )
  }
  return challenge
}

async function verifyTotp(
  context: Context<'verifyFactor'>,
  signedIn: SignedIn,
  factor: FactorRow,
): Promise<AnswerOf<'verifyFactor'>> {
  const { challenge_id, code = '' } = context.body()
  const challenge = challengeOf(context, factor, challenge_id)
  if (!(await isTotp(factor.secret, code, context.now / 1_000))) {
    throw unprocessable('mfa_verification_failed', 'Invalid TOTP code entered')
  }
  useUp(context, challenge)
  return { status: 200, body: await upgrade(context, signedIn, factor, challenge, 'totp') }
}

async function verifyPhone(
  context: Context<'verifyFactor'>,
  signedIn: SignedIn,
  factor: FactorRow,
): Promise<AnswerOf<'verifyFactor'>> {
  const { challenge_id, code = '' } = context.body()
  const challenge = challengeOf(context, factor, challenge_id)
  if (challenge.code !== code) throw unprocessable('mfa_verification_failed', 'Invalid MFA Phone code entered')
  useUp(context, challenge)
  return { status: 200, body: await upgrade(context, signedIn, factor, challenge, 'mfa/phone') }
}

const useUp = ({ server, now }: Context, challenge: ChallengeRow): void =>
  void server.state.challenges.update(challenge, { verified_at: now })

async function verifyWebauthn(
  context: Context<'verifyFactor'>,
  signedIn: SignedIn,
  factor: FactorRow,
): Promise<AnswerOf<'verifyFactor'>> {
  const { server } = context
  const { state } = server
  const { challenge_id, webauthn } = context.body()
  if (!webauthn) throw badRequest('validation_failed', 'WebAuthn config required')
  const { type } = webauthn
  // Whole, with what the spec does not name of it.
  const sent = (JSON.parse(context.text) as { webauthn: { credential_response?: unknown } }).webauthn.credential_response
  if (type !== 'create' && type !== 'request') {
    throw badRequest('validation_failed', 'WebAuthn type must be create or request')
  }
  if (sent === undefined) throw badRequest('validation_failed', 'credential_response required')
  const challenge = challengeOf(context, factor, challenge_id)
  const ceremony = ceremonyOf(server, challenge.webauthn_challenge, sent)
  const unreadable = badRequest('validation_failed', 'Invalid credential_response')
  const { user } = signedIn
  let changed = factor
  let dump: Record<string, unknown>
  if (type === 'create') {
    const read = await readRegistration(sent).catch(() => {
      throw unreadable
    })
    const made = await verifyRegistration(ceremony).catch(() => {
      throw unforeseen()
    })
    if (factor.status !== 'verified') {
      const { id, publicKey, signCount, aaguid, transports, backupEligible, backupState } = made
      const stored: StoredCredential = {
        credential_id: id,
        public_key: publicKey,
        sign_count: signCount,
        aaguid,
        transports,
        backup_eligible: backupEligible,
        backed_up: backupState,
      }
      changed = state.factors.update(factor, { webauthn: stored, web_authn_aaguid: aaguid })
    }
    dump = lastChallengeData(challenge, ceremony.rpId, user, { type, sent, read })
  } else {
    const read = await readAuthentication(sent).catch(() => {
      throw unreadable
    })
    const failed = internal('Failed to validate WebAuthn MFA response')
    const known = credentialsOf(context, user)
    const credential = known.find(({ credential_id }) => credential_id === read.id)
    if (!credential) throw failed
    await verifyAuthentication({
      ...ceremony,
      publicKey: credential.public_key,
      signCount: credential.sign_count,
      backupEligible: credential.backup_eligible,
    }).catch(() => {
      throw failed
    })
    dump = lastChallengeData(challenge, ceremony.rpId, user, { type, sent, read, known })
  }
  state.challenges.delete(challenge)
  changed = state.factors.update(changed, { last_webauthn_challenge_data: dump })
  return { status: 200, body: await upgrade(context, signedIn, changed, challenge, 'mfa/webauthn') }
}

/** Makes a session surer: it stays the same, with new tokens, and those that are less sure end. */
async function upgrade(
  context: Context,
  { user, session }: SignedIn,
  factor: FactorRow,
  challenge: ChallengeRow,
  method: string,
): Promise<TokenResponse> {
  const { server, now } = context
  const { state } = server
  if (!session) throw internal('Cannot read SessionId claim as UUID')
  const { id, factor_type } = factor
  context.audit(user, 'verification_attempted', { factor_id: id, challenge_id: challenge.id, factor_type })
  if (factor.status !== 'verified') state.factors.update(factor, { status: 'verified', updated_at: now })
  let upgraded = addAmr(context, session, method)
  upgraded = state.sessions.update(upgraded, { aal: 'aal2', factor_id: id })
  // With the factors as they are now, of which some are deleted below.
  const tokens = await tokenResponse(context, user, upgraded, nextToken(context, upgraded))
  for (const other of sessionsOf(server, user)) {
    if (other.aal === 'aal1' && other.id !== session.id) endSession(server, other)
  }
  for (const other of factorsOf(server, user)) {
    if (other.status === 'unverified' && other.factor_type === factor_type) deleteFactor(context, other)
  }
  return tokens
}

/** Those of before, that were less sure, are good for nothing now. */
function nextToken(context: Context, session: SessionRow): string {
  const { server, now } = context
  const { state } = server
  if (session.refresh_token_counter !== null) {
    const refresh_token_counter = session.refresh_token_counter + 2
    return counterToken(server, state.sessions.update(session, { refresh_token_counter }))
  }
  const current = state.refreshTokens.where('session', session.id).find(({ revoked }) => !revoked)
  if (!current) throw unforeseen()
  context.audit(state.users.get(session.user_id)!, 'token_revoked')
  state.refreshTokens.update(current, { revoked: true, updated_at: now })
  return insertRefreshToken(context, session, current.id).id
}
