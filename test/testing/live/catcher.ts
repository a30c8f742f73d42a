// What the live suite asks beside a server, for a test server: its messages in the form of the server's hooks, and who signs in elsewhere.
import { createTestToken, type Message, type TestServer } from '../../../src/testing/index.ts'
import { listen } from '../../../src/testing/listen.ts'

export interface Catcher {
  url: string
  /** The server that the next questions are about. */
  attach(server: TestServer): void
  close(): Promise<void>
}

export async function startCatcher(): Promise<Catcher> {
  let server: TestServer | undefined
  let who: Record<string, unknown> = {}
  const payloads: { to: string[]; payload: object }[] = []

  async function answer(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    switch (`${request.method} ${pathname}`) {
      case 'GET /sent': {
        const to = searchParams.get('to')!.toLowerCase()
        return Response.json(payloads.filter((one) => one.to.includes(to)).map(({ payload }) => payload))
      }
      case 'GET /control':
        return Response.json({ who })
      case 'POST /control':
        ;({ who = {} } = (await request.json()) as { who?: Record<string, unknown> })
        server!.providers.profile('github', {
          id: String(who.id ?? 1),
          ...pick(who, 'email', 'name'),
          ...(typeof who.login === 'string' && { user_name: who.login }),
        })
        return Response.json({})
      case 'POST /mint':
        return Response.json({ id_token: await createTestToken((await request.json()) as Record<string, unknown>) })
      default:
        return new Response(null, { status: 404 })
    }
  }

  const { url, close } = await listen(answer, {})
  return {
    url,
    close,
    attach(next) {
      server = next
      payloads.length = 0
      next.providers.autoApprove = true
      let newAddress: Message | undefined
      next.inbox.subscribe((message) => {
        const { to, type, code, tokenHash: hash, redirectTo: redirect_to } = message
        if (message.channel !== 'email') {
          payloads.push({ to: [to], payload: { kind: 'sms', user: { phone: to }, sms: { otp: code } } })
          return
        }
        const email_data = {
          email_action_type: type,
          token: code,
          token_hash: hash,
          token_new: '',
          token_hash_new: '',
          redirect_to,
        }
        // The server tells of the mails to both addresses at once, the first is that to the new one; and has the pairs crossed.
        const first = newAddress
        newAddress = type === 'email_change' ? message : undefined
        if (first && newAddress && first.sentAt === message.sentAt && first.to !== to) {
          const both = { token_new: first.code, token_hash: first.tokenHash, token_hash_new: hash }
          payloads.pop()
          payloads.push({ to: [first.to, to], payload: { kind: 'email', email_data: { ...email_data, ...both } } })
          newAddress = undefined
        } else {
          payloads.push({ to: [to], payload: { kind: 'email', email_data } })
        }
      })
    },
  }
}

const pick = (from: Record<string, unknown>, ...names: string[]): object =>
  Object.fromEntries(names.filter((name) => typeof from[name] === 'string').map((name) => [name, from[name]]))
