import { unexpected } from '../session/session.ts'

/**
 * An address of the server's that a browser may be sent to. Applications of devices have schemes of their own, so all are let through
 * but those that would run or show something in this page. Of applications the server refuses them as well, when one is registered.
 *
 * @throws AuthError `unexpected_response`
 */
export function addressFor(url: unknown): string {
  // What is no URL throws, too.
  if (typeof url === 'string' && !/^(javascript|data|vbscript|blob|file|about):$/.test(new URL(url).protocol)) return url
  throw unexpected('URL that a browser may be sent to')
}
