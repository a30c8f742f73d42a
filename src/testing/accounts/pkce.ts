import type { Context } from '../context.ts'
import { badRequest, unforeseen } from '../http/errors.ts'
import type { FlowStateRow } from '../state/state.ts'

/**
 * Both parameters or neither, and a challenge as RFC 7636 has it. What the method is comes out later.
 *
 * @throws Refusal `validation_failed`
 */
export function checkChallenge(challenge: string, method: string): void {
  if (!challenge !== !method) {
    throw badRequest('validation_failed', 'PKCE flow requires code_challenge_method and code_challenge')
  }
  if (!challenge) return
  if (challenge.length < 43 || challenge.length > 128) {
    throw badRequest('validation_failed', 'code challenge has to be between 43 and 128 characters')
  }
  if (!/^[a-zA-Z._~0-9-]+$/.test(challenge)) {
    throw badRequest(
      'validation_failed',
      'code challenge can only contain alphanumeric characters, hyphens, periods, underscores and tildes',
    )
  }
}

/**
 * Notes a flow that will come back: of PKCE if there is a challenge.
 *
 * @throws Refusal 500 for a method that is none
 */
export function insertFlow(
  { server, now }: Context,
  fields: Partial<FlowStateRow> & Pick<FlowStateRow, 'provider' | 'authentication_method'>,
  challenge: string | undefined,
  method: string | undefined,
): FlowStateRow {
  const known = method?.toLowerCase()
  if (challenge && known !== 's256' && known !== 'plain') throw unforeseen()
  const { state, random } = server
  return state.flowStates.insert({
    id: random.uuid(),
    user_id: null,
    auth_code: challenge ? random.uuid() : null,
    auth_code_issued_at: null,
    code_challenge: challenge || null,
    code_challenge_method: challenge ? (known as 's256' | 'plain') : null,
    provider_access_token: '',
    provider_refresh_token: '',
    redirect_to: '',
    invite_token: '',
    linking_target_id: null,
    email_optional: false,
    created_at: now,
    updated_at: now,
    ...fields,
  })
}

/** Whether a verifier is the one of a challenge (RFC 7636 section 4.6). */
export async function isVerifierOf(
  flow: Pick<FlowStateRow, 'code_challenge' | 'code_challenge_method'>,
  verifier: string,
): Promise<boolean> {
  if (flow.code_challenge_method === 'plain') return verifier === flow.code_challenge
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)))
  return (
    btoa(String.fromCharCode(...digest))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replace(/={1,2}$/, '') === flow.code_challenge
  )
}
