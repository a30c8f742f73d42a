/**
 * A path of the own site, from a parameter such as `next`, to which anybody may have sent the user: for the redirect after
 * sign-in. Anything that leads to another origin, or that a browser might read so, becomes the fallback.
 *
 * @param value what the parameter says
 * @param fallback default `/`
 * @returns path, query and fragment, as a URL has them
 * @example
 * const next = localPath(new URL(request.url).searchParams.get('next'))
 */
export function localPath(value: unknown, fallback: string = '/'): string {
  const base = 'http://own.invalid'
  try {
    if (typeof value !== 'string' || !value.startsWith('/')) return fallback
    const { origin, pathname, search, hash } = new URL(value, base)
    // `/.//example.com` is a path, and what is left of it no more.
    return origin === base && !/^\/[/\\]/.test(pathname) ? pathname + search + hash : fallback
  } catch {
    return fallback
  }
}
