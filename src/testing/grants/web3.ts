import type { AnswerOf, Context } from '../context.ts'
import { verifyWeb3, Web3Error, type Web3Identity } from '../crypto/web3.ts'
import { forbidden, oauthError, Refusal, unprocessable } from '../http/errors.ts'
import { isRedirectAllowed } from '../http/redirects.ts'
import { issueSession } from '../accounts/sessions.ts'
import type { IdentityRow, UserRow } from '../state/state.ts'
import { addIdentity, findIdentity, insertUser, isBanned, merged, providersOf, updateUserRow } from '../accounts/users.ts'

/** `POST /token?grant_type=web3`: a message that a wallet has signed. */
export async function grantWeb3(context: Context<'grantToken'>): Promise<AnswerOf<'grantToken'>> {
  const identity = await verify(context)
  const { provider, chain, network, address, domain, uri } = identity
  const before = findIdentity(context.server, provider, identity.subject)
  const user = accountOf(context, identity, before)
  if (isBanned(user, context.now)) throw forbidden('user_banned', 'User is banned')
  context.audit(user, 'login', { provider })
  context.audit(user, 'login', { provider, chain, network, address, domain, uri })
  const session = await issueSession(context, user, 'web3')
  // The server has read the identities before, and answers them as they were.
  const identities = session.user.identities?.map((one) =>
    before?.identity_data && one.identity_id === before.id ? { ...one, identity_data: before.identity_data } : one,
  )
  return { status: 200, body: { ...session, user: { ...session.user, ...(identities && { identities }) } } }
}

/** @throws Refusal `web3_provider_disabled`, `web3_unsupported_chain`, `validation_failed`, `invalid_grant` */
async function verify(context: Context<'grantToken'>): Promise<Web3Identity> {
  const { config } = context.server
  const chains = {
    ethereum: config.GOTRUE_EXTERNAL_WEB3_ETHEREUM_ENABLED,
    solana: config.GOTRUE_EXTERNAL_WEB3_SOLANA_ENABLED,
  }
  // Before the body is looked at.
  if (!chains.ethereum && !chains.solana) throw unprocessable('web3_provider_disabled', 'Web3 provider is disabled')
  const { chain = '', message = '', signature = '' } = context.body()
  const validity =
    chain === 'solana'
      ? config.GOTRUE_EXTERNAL_WEB3_SOLANA_MAXIMUM_VALIDITY_DURATION
      : config.GOTRUE_EXTERNAL_WEB3_ETHEREUM_MAXIMUM_VALIDITY_DURATION
  try {
    return await verifyWeb3({
      chain,
      message,
      signature,
      chains,
      now: context.now,
      isRedirectAllowed: (url) => isRedirectAllowed(config, url),
      maximumValidity: validity / 1_000,
    })
  } catch (cause) {
    if (!(cause instanceof Web3Error)) throw cause
    throw refusalOf(cause)
  }
}

function refusalOf({ status, code, oauthError: error, message }: Web3Error): Refusal {
  if (error) return oauthError(error, message)
  // The status of a panic is 500, and nobody has foreseen it.
  return new Refusal(message, { status, code: code as NonNullable<Refusal['code']>, unforeseen: status === 500 })
}

/** The user of a wallet, who is new if it has never signed before. @throws Refusal `signup_disabled` */
function accountOf(context: Context, { provider, claims }: Web3Identity, identity: IdentityRow | undefined): UserRow {
  const { server, now } = context
  const { state, config } = server
  const known = state.users.get(identity?.user_id)
  if (identity && known) {
    state.identities.update(identity, { identity_data: claims, updated_at: now })
    return updateUserRow(context, known, {
      user_metadata: merged(known.user_metadata, claims),
      app_metadata: { ...known.app_metadata, ...providersOf(server, known) },
    })
  }
  if (config.GOTRUE_DISABLE_SIGNUP) throw unprocessable('signup_disabled', 'Signups not allowed for this instance')
  const user = insertUser(context, {
    aud: context.audience(),
    app_metadata: { provider, providers: [provider] },
    user_metadata: claims,
  })
  addIdentity(context, user, provider, claims)
  return user
}
