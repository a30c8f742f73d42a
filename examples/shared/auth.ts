// The client, and what the pages ask about the session beyond what it says.
import { createClient, decodeAccessToken, type AuthError, type Factor, type Session } from 'gotrue-sdk'

export const auth = createClient({
  // .env.local may have VITE_GOTRUE_URL; on Supabase it ends in /auth/v1, and apiKey is needed, too.
  url: import.meta.env.VITE_GOTRUE_URL ?? 'http://localhost:9999',
  // Links and other services bring back a code that only this browser can use.
  flowType: 'pkce',
})

/** Where links in mails and other services lead back to. The server has to allow it: GOTRUE_URI_ALLOW_LIST, or GOTRUE_SITE_URL. */
export const here = `${location.origin}/`

/** To whom a mail was written, and what confirms it. */
export interface Mail {
  type: 'signup' | 'email' | 'recovery'
  email: string
}

/** Has a mail sent, or sent again. */
export async function requestMail({ type, email }: Mail): Promise<{ error: AuthError | null }> {
  const options = { emailRedirectTo: here }
  if (type === 'recovery') return auth.resetPasswordForEmail(email, { redirectTo: here })
  return type === 'signup' ? auth.resend({ type, email, options }) : auth.signInWithOtp({ email, options })
}

export const verifiedApps = ({ user }: Session): Factor[] =>
  user.factors?.filter(({ factor_type, status }) => factor_type === 'totp' && status === 'verified') ?? []

/** Whether the user has a second factor, and has not used it yet. It is for your API to insist on it: `claims.aal === 'aal2'`. */
export const needsSecondFactor = (session: Session): boolean =>
  verifiedApps(session).length > 0 && decodeAccessToken(session.access_token).aal !== 'aal2'

/** Whether somebody has come with a recovery mail, and has set no new password yet. */
export let isRecovering = false
auth.onAuthStateChange((event) => {
  if (event === 'PASSWORD_RECOVERY') isRecovering = true
  if (event === 'USER_UPDATED' || event === 'SIGNED_OUT') isRecovering = false
})

/** Begins to add an authenticator app. One that was begun and not finished is in the way if it has the same name, so it goes first. */
export async function enrollApp(friendlyName: string) {
  const { data: factors } = await auth.mfa.listFactors()
  for (const { id, factor_type, status } of factors?.all ?? []) {
    if (factor_type === 'totp' && status === 'unverified') await auth.mfa.unenroll({ factorId: id })
  }
  return auth.mfa.enroll({ factorType: 'totp', friendlyName, issuer: 'Example' })
}
