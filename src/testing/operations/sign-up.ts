import type { AnswerOf, Context, Handlers } from '../context.ts'
import { badRequest, unprocessable } from '../http/errors.ts'
import { sendConfirmation, sendPhoneConfirmation } from '../accounts/confirmation.ts'
import { checkPassword } from '../accounts/passwords.ts'
import { checkChallenge, insertFlow } from '../accounts/pkce.ts'
import { issueSession } from '../accounts/sessions.ts'
import type { IdentityRow, UserRow } from '../state/state.ts'
import {
  addIdentity,
  checkEmail,
  checkPhone,
  confirmPhone,
  confirmUser,
  factorsOf,
  findByPhone,
  findDuplicate,
  findIdentity,
  isConfirmed,
  isPhoneConfirmed,
  merged,
  saveNewUser,
  updateUserRow,
  userJson,
} from '../accounts/users.ts'

/** `POST /signup`. */
export const signUp: Pick<Handlers, 'signUp'> = {
  async signUp(context) {
    await context.requireCaptcha()
    const { server } = context
    const { config } = server
    const body = context.body()
    if (!body.email && !body.phone) {
      if (!config.GOTRUE_EXTERNAL_ANONYMOUS_USERS_ENABLED) {
        throw unprocessable('anonymous_provider_disabled', 'Anonymous sign-ins are disabled')
      }
      context.limit('anonymousSignIns')
      requireSignUp(context)
      return signUpAnonymously(context, body.data ?? {})
    }
    context.limit('signUps')
    return signUpWith(context, body)
  },
}

function requireSignUp({ server: { config } }: Context): void {
  if (config.GOTRUE_DISABLE_SIGNUP) throw unprocessable('signup_disabled', 'Signups not allowed for this instance')
}

async function signUpAnonymously(context: Context<'signUp'>, data: Record<string, unknown>) {
  const user = saveNewUser(context, { aud: context.audience(), user_metadata: data, is_anonymous: true })
  return { status: 200, body: await issueSession(context, user, 'anonymous') } as const
}

/** Signs up by address or number. Sign-in by one-time code and link begins with it, too, for those who are unknown. */
export async function signUpWith(
  context: Context,
  given: ReturnType<Context<'signUp'>['body']>,
): Promise<AnswerOf<'signUp'>> {
  requireSignUp(context)
  const { server } = context
  const { config } = server
  const { email: givenEmail = '', phone: givenPhone = '', password = '', data = {}, channel, ...pkce } = given
  const { code_challenge = '', code_challenge_method = '' } = pkce
  if (!password) throw badRequest('validation_failed', 'Signup requires a valid password')
  checkPassword(server, password)
  if (givenEmail && givenPhone) {
    throw badRequest('validation_failed', 'Only an email address or phone number should be provided on signup.')
  }
  if (givenPhone && code_challenge) throw badRequest('validation_failed', 'PKCE not supported for phone signups')
  checkChallenge(code_challenge, code_challenge_method)

  const provider = givenEmail ? 'email' : 'phone'
  const aud = context.audience()
  if (provider === 'email' && !config.GOTRUE_EXTERNAL_EMAIL_ENABLED) {
    throw badRequest('email_provider_disabled', 'Email signups are disabled')
  }
  if (provider === 'phone' && !config.GOTRUE_EXTERNAL_PHONE_ENABLED) {
    throw badRequest('phone_provider_disabled', 'Phone signups are disabled')
  }
  const email = provider === 'email' ? checkEmail(givenEmail) : ''
  const phone = provider === 'phone' ? checkPhone(givenPhone) : ''
  let user = email ? findDuplicate(server, email, aud) : findByPhone(server, phone, aud)

  if (user && (provider === 'email' ? isConfirmed(user) : isPhoneConfirmed(user))) {
    context.audit(user, 'user_repeated_signup', { provider })
    if (config.GOTRUE_MAILER_AUTOCONFIRM || config.GOTRUE_SMS_AUTOCONFIRM) {
      throw Object.assign(unprocessable('user_already_exists', 'User already registered'), { commits: true })
    }
    return { status: 200, body: madeUpUser(context, user, provider, data) } as const
  }

  user ??= saveNewUser(context, {
    aud,
    email,
    phone,
    password,
    app_metadata: { provider, providers: [provider] },
    user_metadata: data,
  })
  const known = findIdentity(server, provider, user.id)
  const identity = known ?? newIdentity()
  const confirms = provider === 'email' ? config.GOTRUE_MAILER_AUTOCONFIRM : config.GOTRUE_SMS_AUTOCONFIRM
  if (confirms) {
    context.audit(user, 'user_signedup', provider === 'email' ? { provider } : { provider, channel: channel || 'sms' })
    user = provider === 'email' ? confirmUser(context, user) : confirmPhone(context, user)
    context.audit(user, 'login', { provider })
    const session = await issueSession(context, user, 'password')
    // In the answer only: the server has user_metadata and the data of a new identity in one place until it reads them again.
    for (const { identity_data } of session.user.identities ?? []) {
      if (identity_data && provider === 'email' && !known) identity_data.email_verified = true
    }
    return { status: 200, body: session } as const
  }
  context.audit(user, 'user_confirmation_requested', { provider })
  if (provider === 'email') {
    const flow = { provider, authentication_method: 'email/signup', user_id: user.id }
    if (code_challenge) insertFlow(context, flow, code_challenge, code_challenge_method)
    user = sendConfirmation(context, user, !!code_challenge)
  } else {
    user = sendPhoneConfirmation(context, user, channel).user
  }
  if (user.invited_at !== null) {
    return { status: 200, body: userJson(server, { ...user, user_metadata: {} }, { identities: [] }) } as const
  }
  return { status: 200, body: userJson(server, user, { identities: [identity] }) } as const

  /** The first identity, whose data the user's metadata is made of, too. */
  function newIdentity(): IdentityRow {
    const claims = { sub: user!.id, ...(email && { email }), email_verified: false, phone_verified: false }
    const identityData = { ...data, ...claims }
    const made = addIdentity(context, user!, provider, identityData)
    user = updateUserRow(context, user!, { user_metadata: merged({}, identityData) })
    // What is answered has been through the same hands as the metadata.
    return { ...made, identity_data: merged({}, identityData) }
  }
}

/** What is answered for an address that somebody has: a user like any other, who is not there. */
function madeUpUser({ server, now }: Context, user: UserRow, provider: string, data: Record<string, unknown>) {
  const made: UserRow = {
    ...user,
    id: server.random.uuid(),
    role: '',
    email: provider === 'email' ? user.email : '',
    phone: provider === 'phone' ? user.phone : '',
    email_change: '',
    user_metadata: data,
    app_metadata: { provider, providers: [provider] },
    email_confirmed_at: null,
    phone_confirmed_at: null,
    confirmed_at: null,
    email_change_sent_at: null,
    last_sign_in_at: null,
    confirmation_sent_at: now,
    created_at: now,
    updated_at: now,
  }
  // The factors of the one who is there: the server forgets them.
  return userJson(server, made, { identities: [], factors: factorsOf(server, user) })
}
