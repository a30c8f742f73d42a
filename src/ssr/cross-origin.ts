/** What is looked at of a request: `Request` itself, or what a framework has in its place. */
export interface RequestLike {
  headers: Pick<Headers, 'get'>
  /** Without it, the request is not checked for its origin. */
  method?: string
  url?: string | URL
}

/**
 * Whether a request that may change something was made by a page of another origin, or by something that does not say so: what
 * browsers send along cookies for, but the user may not have wanted (CSRF).
 *
 * GET, HEAD, OPTIONS and TRACE never are. `Sec-Fetch-Site` decides where the browser sends it (Fetch Metadata), else `Origin`
 * (RFC 6454). Both can't be set by pages. Without either it counts as foreign: browsers send `Origin` with all other methods.
 *
 * @param request its method, headers and URL
 * @param origins origins whose pages may do so. Default: the request's own, which behind a proxy may be another than browsers see
 * @example
 * if (isCrossOrigin(request, ['https://app.example.com'])) console.log('refuse it')
 */
export function isCrossOrigin({ method = 'GET', headers, url }: RequestLike, origins?: readonly string[]): boolean {
  if (/^(GET|HEAD|OPTIONS|TRACE)$/i.test(method)) return false
  const origin = headers.get('origin')
  if (origin && origins?.includes(origin)) return false
  const site = headers.get('sec-fetch-site')
  // `none`: by the user, as with a reload.
  if (site) return site !== 'same-origin' && site !== 'none'
  if (!origin || origins) return true
  try {
    return new URL(url!).origin !== origin
  } catch {
    return true
  }
}
