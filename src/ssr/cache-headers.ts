/** What some caches of others obey before `Cache-Control`. */
const others = ['cdn-cache-control', 'surrogate-control', 'cloudflare-cdn-cache-control', 'vercel-cdn-cache-control']

/**
 * Keeps an answer that depends on somebody's session out of shared caches, and one that sets cookies out of all.
 *
 * @param setsCookies whether the answer sets cookies. Else the application may let the browser keep it (`private`).
 */
export function forbidCaching(headers: Headers, setsCookies: boolean): void {
  const isPrivate = /(^|[\s,])(private|no-store)\s*(,|$)/i.test(headers.get('cache-control') ?? '')
  if (setsCookies || !isPrivate) {
    headers.set('cache-control', 'private, no-store')
    headers.delete('expires')
  }
  for (const name of others) headers.delete(name)
  const vary = headers.get('vary') ?? ''
  if (!/(^|[\s,])(\*|cookie)\s*(,|$)/i.test(vary)) headers.append('vary', 'Cookie')
}
