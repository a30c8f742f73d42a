// The application's: what its sign-up page does, and what it says.
import type { AuthClient } from 'gotrue-sdk'

export async function signUp(auth: AuthClient, email: string, password: string): Promise<string> {
  const { data, error } = await auth.signUp({ email, password, options: { data: { terms: '2026-11' } } })
  if (error?.code === 'weak_password') return 'Please choose a longer password.'
  if (error?.code === 'over_email_send_rate_limit') return 'Please wait a moment before you ask for another mail.'
  if (error) return 'Something went wrong. Please try again later.'
  return data.status === 'signed-in' ? `Hello ${data.user.email}` : 'Please open the link in the mail that we have sent you.'
}

export async function signIn(auth: AuthClient, email: string, password: string): Promise<string> {
  const { data, error } = await auth.signInWithPassword({ email, password })
  if (error?.code === 'invalid_credentials') return 'The address or the password is wrong.'
  if (error?.code === 'email_not_confirmed') return 'Please open the link in the mail that we have sent you.'
  if (error?.code === 'user_banned') return 'Your account is blocked.'
  if (error) return error.retryable ? 'Please try again in a moment.' : 'Something went wrong. Please try again later.'
  return `Hello ${data.user.email}`
}
