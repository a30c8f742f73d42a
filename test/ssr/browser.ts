// A browser as far as cookies go, so that tests see what a user would: it keeps what it must (RFC 6265bis: prefixes, sizes,
// deletion), sends it back, and says where requests come from as browsers do.
import { expect } from 'vitest'

export interface Browser {
  /** The cookies, by name. */
  cookies: Map<string, string>
  /** All Set-Cookie headers that have come. */
  received: string[]
  /** The request that it would make. */
  request(path: string, init?: RequestInit & { from?: string }): Request
  /** Keeps the cookies of an answer. */
  keep(response: Response): Response
  /** Asks an application, and keeps its cookies. */
  visit(path: string, init?: RequestInit & { from?: string }): Promise<Response>
}

export function createBrowser(
  app: (request: Request) => Response | Promise<Response>,
  { origin = 'https://app.example.com', cacheControl = /^private, no-store$/ } = {},
): Browser {
  const cookies = new Map<string, string>()
  const received: string[] = []
  const browser: Browser = {
    cookies,
    received,
    request: (path, { from = origin, ...init } = {}) => {
      const headers = new Headers(init.headers)
      if (cookies.size) headers.set('cookie', Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; '))
      headers.set('sec-fetch-site', from === origin ? 'same-origin' : 'cross-site')
      if (init.method && init.method !== 'GET') headers.set('origin', from)
      return new Request(new URL(path, origin), { ...init, headers })
    },
    keep: (response) => {
      for (const header of response.headers.getSetCookie()) {
        received.push(header)
        const [pair, ...attributes] = header.split('; ')
        const end = pair!.indexOf('=')
        const [name, value] = [pair!.slice(0, end), pair!.slice(end + 1)]
        expect(pair!.length).toBeLessThanOrEqual(4096)
        expect(pair).toMatch(/^[\x21\x23-\x2b\x2d-\x3a\x3c-\x7e]*$/)
        if (name.startsWith('__Host-')) {
          expect(attributes).toEqual(expect.arrayContaining(['Secure', 'Path=/']))
          expect(header).not.toContain('Domain=')
        }
        if (attributes.includes('Max-Age=0')) cookies.delete(name)
        else cookies.set(name, value)
        // What a shared cache keeps, it gives to others.
        expect(response.headers.get('cache-control')).toMatch(cacheControl)
      }
      return response
    },
    visit: async (path, init) => browser.keep(await app(browser.request(path, init))),
  }
  return browser
}
