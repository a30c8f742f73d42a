import type { components } from '../../../generated/schema.ts'
import { present, timestamp, uuidOf, type Context, type Handlers, type Server, type SignedIn } from '../context.ts'
import { fromBase64url, toHex } from '../crypto/encoding.ts'
import { readAuthentication, readRegistration, verifyAuthentication, verifyRegistration } from '../crypto/webauthn.ts'
import { badRequest, duplicateKey, forbidden, internal, notFound, Refusal, unprocessable } from '../http/errors.ts'
import { highestAal, issueSession } from '../accounts/sessions.ts'
import type { PasskeyRow, UserRow, WebauthnChallengeRow } from '../state/state.ts'
import { isBanned, isConfirmed, isPhoneConfirmed } from '../accounts/users.ts'
import { ceremonyOf, creationOptions, descriptorOf, newChallenge, requestOptions } from '../accounts/webauthn-options.ts'

/** `/passkeys`. */
export const passkeys: Pick<
  Handlers,
  | 'getPasskeyAuthenticationOptions'
  | 'verifyPasskeyAuthentication'
  | 'getPasskeyRegistrationOptions'
  | 'verifyPasskeyRegistration'
  | 'listPasskeys'
  | 'updatePasskey'
  | 'deletePasskey'
> = {
  async getPasskeyAuthenticationOptions(context) {
    requireEnabled(context)
    context.limit('passkeyAuthentication')
    await context.requireCaptcha()
    const row = insertChallenge(context, null, 'authentication')
    const options = requestOptions(context.server, row.challenge, { userVerification: 'preferred' })
    return { status: 200, body: { challenge_id: row.id, options, expires_at: Math.floor(row.expires_at / 1_000) } as never }
  },

  async verifyPasskeyAuthentication(context) {
    requireEnabled(context)
    const { server, now } = context
    const { credential, challenge } = takeChallenge(context, null, 'authentication')
    const { id, userHandle } = await readAuthentication(credential).catch(() => {
      throw failed('Invalid credential response')
    })
    const user = server.state.users.get(uuidOf(new TextDecoder().decode(userHandle)))
    const passkey = passkeysOf(server, user ?? { id: '' }).find(({ credential_id }) => credential_id === id)
    if (!user || !passkey) throw failed('Credential verification failed')
    const { signCount } = await verifyAuthentication({
      ...ceremonyOf(server, challenge.challenge, credential),
      publicKey: passkey.public_key,
      signCount: passkey.sign_count,
      backupEligible: passkey.backup_eligible,
    }).catch(() => {
      throw failed('Credential verification failed')
    })
    const refuse = (refusal: Refusal) => Object.assign(refusal, { commits: true })
    if (user.email && !isConfirmed(user)) throw refuse(forbidden('email_not_confirmed', 'Email not confirmed'))
    if (user.phone && !isPhoneConfirmed(user)) throw refuse(forbidden('phone_not_confirmed', 'Phone not confirmed'))
    if (isBanned(user, now)) throw refuse(forbidden('user_banned', 'User is banned'))
    server.state.passkeys.update(passkey, { sign_count: signCount, last_used_at: now, updated_at: now })
    context.audit(user, 'login', { passkey_id: passkey.id })
    return { status: 200, body: await issueSession(context, user, 'passkey') }
  },

  async getPasskeyRegistrationOptions(context) {
    requireEnabled(context)
    const signedIn = await context.requirePermanentUser()
    requireRegistrant(context, signedIn)
    const { server } = context
    const { user } = signedIn
    const known = requireRoom(server, user)
    const row = insertChallenge(context, user, 'registration')
    const name = user.user_metadata?.name
    const options = creationOptions(server, user, row.challenge, {
      displayName: typeof name === 'string' && name ? name : user.email || user.phone,
      excluded: known.map((passkey) => descriptorOf(passkey)),
      more: {
        authenticatorSelection: { residentKey: 'required', userVerification: 'preferred' },
        attestation: 'none',
      },
    })
    return { status: 200, body: { challenge_id: row.id, options, expires_at: Math.floor(row.expires_at / 1_000) } as never }
  },

  async verifyPasskeyRegistration(context) {
    requireEnabled(context)
    const signedIn = await context.requirePermanentUser()
    requireRegistrant(context, signedIn)
    const { server, now } = context
    const { state, random } = server
    const { user } = signedIn
    const { credential, challenge } = takeChallenge(context, user, 'registration')
    await readRegistration(credential).catch(() => {
      throw failed('Invalid credential response')
    })
    const made = await verifyRegistration(ceremonyOf(server, challenge.challenge, credential)).catch(() => {
      throw failed('Credential verification failed')
    })
    try {
      requireRoom(server, user)
    } catch (cause) {
      throw Object.assign(cause as Refusal, { commits: true })
    }
    const taken = state.passkeys.find('credential', made.id)
    if (taken) {
      const bytes = `\\x${toHex(fromBase64url(made.id))}`
      const duplicate = duplicateKey('webauthn_credentials_credential_id_key', 'credential_id', bytes)
      throw Object.assign(internal('Database error creating passkey', duplicate), { commits: true })
    }
    const passkey = state.passkeys.insert({
      id: random.uuid(),
      user_id: user.id,
      credential_id: made.id,
      public_key: made.publicKey,
      sign_count: made.signCount,
      aaguid: made.aaguid,
      transports: made.transports,
      backup_eligible: made.backupEligible,
      backed_up: made.backupState,
      // The server has a list of authenticators' names.
      friendly_name: 'Passkey',
      last_used_at: null,
      created_at: now,
      updated_at: now,
    })
    context.audit(user, 'passkey_created', { passkey_id: passkey.id })
    return { status: 200, body: passkeyJson(passkey) }
  },

  async listPasskeys(context) {
    requireEnabled(context)
    const { user } = await context.requireUser()
    return { status: 200, body: passkeysOf(context.server, user).map(passkeyJson) }
  },

  async updatePasskey(context) {
    requireEnabled(context)
    const { user } = await context.requireUser()
    const id = uuidOf(context.path.passkey_id)
    if (!id) throw notFound('validation_failed', 'Passkey not found')
    const { friendly_name = '' } = context.body()
    if (!friendly_name) throw badRequest('validation_failed', 'friendly_name is required')
    if (new TextEncoder().encode(friendly_name).length > 120) {
      throw badRequest('validation_failed', 'friendly_name must be 120 characters or less')
    }
    const { server, now } = context
    const passkey = ownPasskey(server, user, id)
    context.audit(user, 'passkey_updated', { passkey_id: passkey.id })
    return { status: 200, body: passkeyJson(server.state.passkeys.update(passkey, { friendly_name, updated_at: now })) }
  },

  async deletePasskey(context) {
    requireEnabled(context)
    const signedIn = await context.requireUser()
    requireManager(context, signedIn)
    const { server } = context
    const passkey = ownPasskey(server, signedIn.user, uuidOf(context.path.passkey_id))
    server.state.passkeys.delete(passkey)
    context.audit(signedIn.user, 'passkey_deleted', { passkey_id: passkey.id })
    return { status: 204 }
  },
}

export const passkeysOf = ({ state }: Server, user: Pick<UserRow, 'id'>): PasskeyRow[] =>
  state.passkeys.where('user', user.id)

/** A passkey on the wire. */
export const passkeyJson = ({
  id,
  friendly_name,
  created_at,
  last_used_at,
}: PasskeyRow): components['schemas']['Passkey'] => ({
  id,
  ...present({ friendly_name }),
  created_at: timestamp(created_at),
  ...(last_used_at !== null && { last_used_at: timestamp(last_used_at) }),
})

function requireEnabled({ server: { config } }: Context): void {
  if (!config.GOTRUE_PASSKEY_ENABLED) throw notFound('passkey_disabled', 'Passkeys are disabled')
}

/** @throws Refusal `insufficient_aal` */
function requireManager({ server }: Context, { user, session }: SignedIn): void {
  if (highestAal(server, user) === 'aal2' && session?.aal !== 'aal2') {
    throw forbidden('insufficient_aal', 'AAL2 session is required to manage passkeys when MFA is enabled')
  }
}

function requireRegistrant(context: Context, signedIn: SignedIn): void {
  if (signedIn.user.is_sso_user) throw unprocessable('validation_failed', 'SSO users cannot register passkeys')
  requireManager(context, signedIn)
}

/** @throws Refusal `too_many_passkeys` @returns those that are there */
function requireRoom(server: Server, user: UserRow): PasskeyRow[] {
  const known = passkeysOf(server, user)
  if (known.length >= server.config.GOTRUE_PASSKEY_MAX_PASSKEYS_PER_USER) {
    throw unprocessable('too_many_passkeys', 'Maximum number of passkeys reached')
  }
  return known
}

/** @throws Refusal `validation_failed` */
function ownPasskey({ state }: Server, user: UserRow, id: string | undefined): PasskeyRow {
  const passkey = state.passkeys.get(id)
  if (passkey?.user_id !== user.id) throw notFound('validation_failed', 'Passkey not found')
  return passkey
}

/** A challenge is used up by the first attempt. */
const failed = (message: string): Refusal =>
  new Refusal(message, { status: 400, code: 'webauthn_verification_failed', commits: true })

function insertChallenge(
  { server, now }: Context,
  user: UserRow | null,
  type: WebauthnChallengeRow['type'],
): WebauthnChallengeRow {
  return server.state.webauthnChallenges.insert({
    id: server.random.uuid(),
    user_id: user?.id ?? null,
    type,
    challenge: newChallenge(server),
    expires_at: now + server.config.GOTRUE_WEBAUTHN_CHALLENGE_EXPIRY_DURATION,
    created_at: now,
  })
}

/** @throws Refusal `validation_failed`, `webauthn_challenge_not_found`, `webauthn_challenge_expired` */
function takeChallenge(
  context: Context<'verifyPasskeyAuthentication'> | Context<'verifyPasskeyRegistration'>,
  user: UserRow | null,
  type: WebauthnChallengeRow['type'],
): { credential: unknown; challenge: WebauthnChallengeRow } {
  const { server, now } = context
  const { challenge_id } = context.body()
  // Whole, with what the spec does not name of it.
  const { credential } = (JSON.parse(context.text) ?? {}) as { credential?: unknown }
  if (!challenge_id) throw badRequest('validation_failed', 'challenge_id is required')
  if (credential === undefined) throw badRequest('validation_failed', 'credential is required')
  const id = uuidOf(challenge_id)
  if (!id) throw badRequest('validation_failed', 'challenge_id must be a valid UUID')
  const challenge = server.state.webauthnChallenges.get(id)
  if (challenge?.type !== type || challenge.user_id !== (user?.id ?? null)) {
    throw badRequest('webauthn_challenge_not_found', 'Challenge not found or already used')
  }
  server.state.webauthnChallenges.delete(challenge)
  if (now > challenge.expires_at) {
    throw new Refusal('Challenge has expired', { status: 400, code: 'webauthn_challenge_expired', commits: true })
  }
  return { credential, challenge }
}
