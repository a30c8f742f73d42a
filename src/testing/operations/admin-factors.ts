import { uuidOf, type Handlers } from '../context.ts'
import { asActor } from '../accounts/admin-actor.ts'
import { notFound, unforeseen } from '../http/errors.ts'
import { checkPhone, factorJson, factorsOf } from '../accounts/users.ts'
import { userOf } from './admin-users.ts'
import { deleteFactor, factorOf } from './factors.ts'
import { passkeyJson, passkeysOf } from './passkeys.ts'

/** `/admin/users/{user_id}/factors` and `/passkeys`. */
export const adminFactors: Pick<
  Handlers,
  'adminListFactors' | 'adminUpdateFactor' | 'adminDeleteFactor' | 'adminListPasskeys' | 'adminDeletePasskey'
> = {
  async adminListFactors(context) {
    await context.requireAdmin()
    return { status: 200, body: factorsOf(context.server, userOf(context)).map(factorJson) }
  },

  async adminUpdateFactor(context) {
    const admin = await context.requireAdmin()
    const user = userOf(context)
    let factor = factorOf(context, user)
    const { server, now } = context
    const { state } = server
    const { friendly_name, phone } = context.body()
    if (friendly_name) {
      const taken = factorsOf(server, user).some((other) => other.id !== factor.id && other.friendly_name === friendly_name)
      if (taken) throw unforeseen()
      factor = state.factors.update(factor, { friendly_name, updated_at: now })
    }
    if (phone && factor.factor_type === 'phone') {
      factor = state.factors.update(factor, { phone: checkPhone(phone), updated_at: now })
    }
    const { id, factor_type } = factor
    context.audit(asActor(admin), 'factor_updated', { user_id: user.id, factor_id: id, factor_type })
    return { status: 200, body: factorJson(factor) }
  },

  async adminDeleteFactor(context) {
    await context.requireAdmin()
    const user = userOf(context)
    const factor = factorOf(context, user)
    context.audit(user, 'factor_deleted', { user_id: user.id, factor_id: factor.id })
    deleteFactor(context, factor)
    return { status: 200, body: factorJson(factor) }
  },

  async adminListPasskeys(context) {
    await context.requireAdmin()
    return { status: 200, body: passkeysOf(context.server, userOf(context)).map(passkeyJson) }
  },

  async adminDeletePasskey(context) {
    const admin = await context.requireAdmin()
    const user = userOf(context)
    const { server, path } = context
    const passkey = server.state.passkeys.get(uuidOf(path.passkey_id))
    if (passkey?.user_id !== user.id) throw notFound('validation_failed', 'Passkey not found')
    server.state.passkeys.delete(passkey)
    context.audit(asActor(admin), 'passkey_deleted', { user_id: user.id, passkey_id: passkey.id })
    return { status: 204 }
  },
}
