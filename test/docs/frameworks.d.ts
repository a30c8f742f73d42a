// What docs/server-side.md uses of frameworks that are not installed here, by their documentation: its recipes are compiled against it.

declare module '*/sessions.ts' {
  export const sessions: import('gotrue-sdk/ssr').CookieSessions
}
declare module '*/sessions' {
  export const sessions: import('gotrue-sdk/ssr').CookieSessions
}
declare module '~/sessions.server' {
  export const sessions: import('gotrue-sdk/ssr').CookieSessions
}

// Next.js 16
declare module 'next/server' {
  export class NextRequest extends Request {
    readonly nextUrl: URL
  }
  export class NextResponse extends Response {
    static next(init?: { request?: { headers?: Headers }; headers?: HeadersInit }): NextResponse
  }
}
declare module 'next/headers' {
  export function headers(): Promise<Omit<Headers, 'append' | 'delete' | 'set'>>
  export function cookies(): Promise<{
    set(
      name: string,
      value: string,
      options?: {
        httpOnly?: boolean
        secure?: boolean
        sameSite?: true | false | 'lax' | 'strict' | 'none'
        path?: string
        domain?: string
        maxAge?: number
      },
    ): unknown
  }>
}
declare module 'next/navigation' {
  export function redirect(url: string): never
}

// SvelteKit 3
declare module '@sveltejs/kit' {
  interface Locals {
    session: import('gotrue-sdk/ssr').RequestSession
  }
  export interface RequestEvent {
    request: Request
    locals: Locals
  }
  export type ServerLoad = (event: { locals: Locals }) => object | Promise<object>
  export type Actions = Record<string, (event: RequestEvent) => unknown>
  export function fail<Data>(status: number, data: Data): { status: number; data: Data }
  export function redirect(status: number, location: string | URL): never
}

declare module '@sveltejs/kit/hooks' {
  import { type RequestEvent } from '@sveltejs/kit'
  export type Handle = (input: {
    event: RequestEvent
    resolve(event: RequestEvent): Promise<Response>
  }) => Response | Promise<Response>
}

// React Router 8
declare module 'react-router' {
  interface RouterContext<Value> {
    defaultValue?: Value
  }
  interface RouterContextProvider {
    get<Value>(context: RouterContext<Value>): Value
    set<Value>(context: RouterContext<Value>, value: Value): void
  }
  export interface LoaderFunctionArgs {
    request: Request
    context: Readonly<RouterContextProvider>
  }
  export type ActionFunctionArgs = LoaderFunctionArgs
  export type MiddlewareFunction<Result> = (
    args: LoaderFunctionArgs,
    next: () => Promise<Result>,
  ) => Result | void | Promise<Result | void>
  export function createContext<Value>(defaultValue?: Value): RouterContext<Value>
  export function data<Data>(data: Data, init?: number | ResponseInit): { data: Data; init: ResponseInit | null }
  export function redirect(url: string, init?: number | ResponseInit): Response
}
declare module '~/root' {
  import { createContext } from 'react-router'
  export const sessionContext: ReturnType<typeof createContext<import('gotrue-sdk/ssr').RequestSession>>
}

// Astro 7
declare module 'astro:middleware' {
  interface Context {
    request: Request
    locals: { session: import('gotrue-sdk/ssr').RequestSession }
  }
  export function defineMiddleware<
    Middleware extends (context: Context, next: () => Promise<Response>) => Response | Promise<Response>,
  >(middleware: Middleware): Middleware
}

// h3 1 and Nitro 2, of Nuxt 4
declare module 'h3' {
  export interface H3EventContext {}
  export interface H3Event {
    readonly method: string
    readonly headers: Headers
    context: H3EventContext
    node: { req: { headers: { cookie?: string | undefined } } }
  }
  export function defineEventHandler<Answer>(handler: (event: H3Event) => Answer): (event: H3Event) => Answer
  export function readFormData(event: H3Event): Promise<FormData>
  export function createError(error: { statusCode: number }): Error
  export function appendResponseHeader(event: H3Event, name: string, value: string): void
  export function setResponseHeader(event: H3Event, name: string, value: string): void
}
declare module 'nitropack/runtime' {
  import { type H3Event } from 'h3'
  interface Hooks {
    hook(name: 'beforeResponse', callback: (event: H3Event) => void | Promise<void>): unknown
  }
  export function defineNitroPlugin(plugin: (nitro: { hooks: Hooks }) => void): unknown
}
