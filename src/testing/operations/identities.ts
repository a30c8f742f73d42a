import { uuidOf, type Context, type Handlers } from '../context.ts'
import { forbidden, notFound, unprocessable } from '../http/errors.ts'
import { promoteEmail, withProviders } from '../providers/accounts.ts'
import { startVisit } from '../providers/start.ts'
import { redirect } from '../http/redirects.ts'
import { identitiesOf, updateUserRow } from '../accounts/users.ts'

/** `GET /user/identities/authorize`, `DELETE /user/identities/{identity_id}`. */
export const identities: Pick<Handlers, 'linkIdentity' | 'unlinkIdentity'> = {
  async linkIdentity(context) {
    const { user } = await context.requireUser()
    requireManualLinking(context)
    const url = await startVisit(context, user)
    // Exactly so: `1` does nothing.
    return context.query.get('skip_http_redirect') === 'true' ? { status: 200, body: { url } } : redirect(302, url)
  },

  async unlinkIdentity(context) {
    const { user, claims } = await context.requireUser()
    requireManualLinking(context)
    const { server, path } = context
    const id = uuidOf(path.identity_id)
    if (!id) throw notFound('validation_failed', 'identity_id must be an UUID')
    if (context.audience() !== [claims.aud].flat()[0]) {
      throw forbidden('unexpected_audience', "Token audience doesn't match request audience")
    }
    const identities = identitiesOf(server, user)
    if (identities.length <= 1) {
      throw unprocessable('single_identity_not_deletable', 'User must have at least 1 identity after unlinking')
    }
    const identity = identities.find((one) => one.id === id)
    if (!identity) throw unprocessable('identity_not_found', "Identity doesn't exist")
    const { provider, provider_id } = identity
    context.audit(user, 'identity_unlinked', { identity_id: id, provider, provider_id })
    server.state.identities.delete(identity)
    const changed =
      provider === 'phone'
        ? updateUserRow(context, user, { phone: '', phone_confirmed_at: null })
        : promoteEmail(context, user)
    if (!changed) {
      throw unprocessable('email_conflict_identity_not_deletable', 'Unable to unlink identity due to email conflict')
    }
    withProviders(context, changed)
    return { status: 200, body: {} }
  },
}

/** @throws Refusal `manual_linking_disabled` */
function requireManualLinking({ server: { config } }: Context): void {
  if (!config.GOTRUE_SECURITY_MANUAL_LINKING_ENABLED) {
    throw notFound('manual_linking_disabled', 'Manual linking is disabled')
  }
}
