import type { AnswerOf, Context } from '../context.ts'
import { badRequest, notFound, unforeseen, unprocessable } from '../http/errors.ts'
import { hasNul } from '../http/parsing.ts'
import { isVerifierOf } from '../accounts/pkce.ts'
import { issueSession } from '../accounts/sessions.ts'

/** `POST /token?grant_type=pkce`: the code of a redirect (RFC 7636). */
export async function grantCode(context: Context<'grantToken'>): Promise<AnswerOf<'grantToken'>> {
  const { server, now } = context
  const { state, config } = server
  const { auth_code, code_verifier } = context.body()
  if (!auth_code || !code_verifier) {
    throw badRequest('validation_failed', 'invalid request: both auth code and code verifier should be non-empty')
  }
  if (hasNul(auth_code)) throw unforeseen('Internal Server Error')
  const flow = state.flowStates.find('code', auth_code)
  if (!flow?.user_id) throw notFound('flow_state_not_found', 'invalid flow state, no valid flow state found')
  // The time of a magic link begins when it is opened.
  const since = (flow.authentication_method === 'magiclink' && flow.auth_code_issued_at) || flow.created_at
  if (now > since + config.GOTRUE_EXTERNAL_FLOW_STATE_EXPIRY_DURATION) {
    throw unprocessable('flow_state_expired', 'invalid flow state, flow state has expired')
  }
  const user = state.users.get(flow.user_id)
  if (!user) throw unforeseen()
  if (!(await isVerifierOf(flow, code_verifier))) {
    throw badRequest('bad_code_verifier', 'code challenge does not match previously saved code verifier')
  }
  context.audit(user, 'login', { provider_type: flow.provider })
  const session = await issueSession(context, user, flow.authentication_method)
  state.flowStates.delete(flow)
  const { provider_access_token, provider_refresh_token } = flow
  return {
    status: 200,
    body: {
      ...session,
      ...(provider_access_token && { provider_token: provider_access_token }),
      ...(provider_refresh_token && { provider_refresh_token }),
    },
  }
}
