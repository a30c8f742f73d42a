import type { AuthError } from '../../transport/errors.ts'
import { parseCallback, stripCallback, type Callback } from './callback.ts'
import type { SignInWithOAuth } from './sign-in-with-oauth.ts'

/** Whether the URL that a page was opened with is to be taken in: always, never, or if a function says so. */
export type DetectSessionInUrl = boolean | ((url: URL, callback: Callback) => boolean)

/**
 * Takes in the URL that a page was opened with, and takes what it has read out of the address and the history. Other
 * people's URLs stay as they are, and so does one that a reload could still take in.
 *
 * @returns why a flow of ours has failed
 */
export async function detectSessionInUrl(
  opened: string,
  detect: DetectSessionInUrl,
  { handleCallback }: SignInWithOAuth,
): Promise<AuthError | null> {
  const callback = parseCallback(opened)
  const isWanted = typeof detect === 'function' ? detect(new URL(opened), callback) : detect
  if (callback.type === 'none' || !isWanted) return null
  const { data, error } = await handleCallback(opened)
  // A code that nobody knows may be another server's.
  const isOurs = error ? !error.retryable && !/flow_state_not_found|verifier/.test(error.code) : data.type !== 'none'
  if (isOurs) history.replaceState(history.state, '', stripCallback(location.href))
  return error
}
