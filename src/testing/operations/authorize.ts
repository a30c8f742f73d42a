import { uuidOf, type Context, type Handlers } from '../context.ts'
import type { BuiltInProvider } from '../config.ts'
import { answerOf, badRequest, internal, oauthError, Refusal, unforeseen, unprocessable } from '../http/errors.ts'
import { redirect, redirectErrors, withFragment, withQuery } from '../http/redirects.ts'
import { acceptInvite, arrive, linkIdentity } from '../providers/accounts.ts'
import { profileOfCode } from '../providers/profiles.ts'
import { serviceOf, startVisit, type Service } from '../providers/start.ts'
import { userDataOf, userDataOfCustom, type UserData } from '../providers/user-data.ts'
import { issueSession } from '../accounts/sessions.ts'
import type { FlowStateRow } from '../state/state.ts'
import { sessionUrl } from './verify.ts'

/** `GET /authorize`, `GET /callback`, `POST /callback`. */
export const authorize: Pick<Handlers, 'authorize' | 'callback' | 'callbackFormPost'> = {
  authorize: async (context) => redirect(302, await startVisit(context)),
  callback: (context) => finish(context, context.query),
  callbackFormPost(context) {
    const isForm = context.headers.get('content-type')?.includes('application/x-www-form-urlencoded')
    const form = new URLSearchParams(isForm ? context.text : '')
    // What the body says counts more than what the query does.
    for (const [name, value] of context.query) form.append(name, value)
    return finish(context, form)
  },
}

type CallbackContext = Context<'callback'> | Context<'callbackFormPost'>

async function finish(context: CallbackContext, parameters: URLSearchParams): Promise<Response> {
  const { server, request } = context
  const { config, state } = server
  let flow: FlowStateRow
  try {
    flow = loadFlow(context, parameters.get('state') ?? '')
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || refusal.unforeseen) throw refusal
    return refuse(context, refusal)
  }
  const target = config.GOTRUE_EXTERNAL_REDIRECTURL || flow.redirect_to || config.GOTRUE_SITE_URL
  try {
    return redirect(302, await arrivalUrl(context, flow, parameters, target), request.method)
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal
    // All that was done until here is not, but for what stays.
    if (!refusal.commits) state.journal.rollback()
    const told = toldOf(refusal)
    const { error_description, ...others } = told
    return redirect(
      302,
      withFragment(withQuery(target, told), { ...others, ...(error_description && { error_description }), sb: '' }),
      request.method,
    )
  }
}

/** How a refusal is told in a URL. */
export function toldOf({ oauthError, status, code, message }: Refusal): Record<string, string> {
  if (oauthError) return { error: oauthError, error_description: message }
  const isDenied = ['signup_disabled', 'user_banned', 'provider_email_needs_verification'].includes(code ?? '')
  const error = isDenied ? 'access_denied' : (redirectErrors[status] ?? 'server_error')
  return { error, ...(code && { error_code: code }), error_description: message }
}

/** To the site; the JSON of the refusal comes with it, as the server forgets to leave it out. */
async function refuse({ server, request, headers }: CallbackContext, refusal: Refusal): Promise<Response> {
  const location = withQuery(server.config.GOTRUE_SITE_URL, toldOf(refusal))
  const sent = redirect(303, location, request.method)
  const json = await answerOf(refusal, headers.get('x-supabase-api-version'), '').text()
  const answer = new Response((await sent.text()) + json, sent)
  if (request.method !== 'GET') answer.headers.set('content-type', 'text/plain; charset=utf-8')
  return answer
}

/** @throws Refusal `bad_oauth_callback`, `bad_oauth_state`, `flow_state_already_used` */
function loadFlow({ server, now }: CallbackContext, given: string): FlowStateRow {
  const { config, state } = server
  if (!given) throw badRequest('bad_oauth_callback', 'OAuth state parameter missing')
  const id = uuidOf(given)
  if (!id) throw badRequest('bad_oauth_state', 'OAuth state parameter is invalid')
  const flow = state.flowStates.get(id)
  if (!flow) throw badRequest('bad_oauth_state', 'OAuth state not found or expired')
  // The time of a magic link begins when it is opened.
  const since = (flow.authentication_method === 'magiclink' && flow.auth_code_issued_at) || flow.created_at
  if (now > since + config.GOTRUE_EXTERNAL_FLOW_STATE_EXPIRY_DURATION) {
    throw badRequest('bad_oauth_state', 'OAuth state has expired')
  }
  if (flow.code_challenge && flow.user_id) {
    throw badRequest('flow_state_already_used', 'State has already been used')
  }
  // A mistake of the server, which means to say that there is no such user.
  if (flow.linking_target_id && !state.users.get(flow.linking_target_id)) throw unforeseen('Internal Server Error')
  return flow
}

/** Where somebody is sent who comes back from a service. @throws Refusal */
async function arrivalUrl(
  context: CallbackContext,
  flow: FlowStateRow,
  parameters: URLSearchParams,
  target: string,
): Promise<string> {
  const { server, now } = context
  const { state, random } = server
  const data = askService(context, flow, parameters)
  if (!data.emails.length && !flow.email_optional) {
    throw internal('Error getting user email from external provider')
  }
  const { provider } = flow
  const linking = state.users.get(flow.linking_target_id)
  const user = linking
    ? linkIdentity(context, linking, data, provider)
    : flow.invite_token
      ? acceptInvite(context, data, flow.invite_token, provider)
      : arrive(context, data, provider, flow.email_optional).user
  const tokens = { provider_token: random.text(24), provider_refresh_token: random.text(24) }
  if (flow.auth_code) {
    state.flowStates.update(flow, {
      provider_access_token: tokens.provider_token,
      provider_refresh_token: tokens.provider_refresh_token,
      user_id: user.id,
      auth_code_issued_at: now,
      updated_at: now,
    })
    return withQuery(target, { code: flow.auth_code })
  }
  const session = await issueSession(context, user, 'oauth')
  state.flowStates.delete(flow)
  return sessionUrl(target, session, tokens)
}

/** How long the server remembers the verifier of its own code challenge. */
const clientStateTimeout = 300_000

/** What the service tells of who has approved there. @throws Refusal */
function askService(context: CallbackContext, flow: FlowStateRow, parameters: URLSearchParams): UserData {
  const { server, now } = context
  const { config, providers } = server
  const isTwitter = flow.provider === 'twitter'
  const error = parameters.get('error')
  if (error && !isTwitter) throw oauthError(error, parameters.get('error_description') ?? '')
  // The server reads what comes from Twitter from the query only.
  const code = (isTwitter ? context.query.get('oauth_verifier') : parameters.get('code')) ?? ''
  if (!code && !isTwitter) {
    throw badRequest('bad_oauth_callback', 'OAuth callback with missing authorization code missing')
  }
  let service: Service
  try {
    service = serviceOf(context, flow.provider, '')
  } catch (cause) {
    throw badRequest('oauth_provider_not_supported', `Unsupported provider: ${(cause as Error).message}`)
  }
  if (service.isPkce && now - flow.created_at > clientStateTimeout) {
    throw unprocessable('oauth_client_state_expired', 'OAuth state expired')
  }
  const profile = profileOfCode(providers, service.name, code)
  if (!profile) {
    throw internal(isTwitter ? 'Unable to retrieve access token' : `Unable to exchange external code: ${code.slice(0, 4)}`)
  }
  let data: UserData
  try {
    data = service.custom
      ? userDataOfCustom(service.custom, profile, now)
      : userDataOf(config, service.name as BuiltInProvider, profile)
  } catch {
    throw internal('Error getting user profile from external provider')
  }
  if (service.name === 'apple') readAppleUser(data, parameters.get('user') ?? '')
  return data
}

/** Apple tells the name beside the code, and only the first time. @throws Refusal for what is no JSON */
function readAppleUser({ claims }: UserData, text: string): void {
  if (!text) return
  let user: { name?: { firstName?: unknown; lastName?: unknown } }
  try {
    user = JSON.parse(text) as typeof user
  } catch {
    throw oauthError('server_error', 'invalid character in JSON input')
  }
  const name = [user?.name?.firstName ?? '', user?.name?.lastName ?? ''].join(' ').trim()
  Object.assign(claims, { name, full_name: name })
}
