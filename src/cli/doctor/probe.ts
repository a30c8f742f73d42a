// One request that always comes to an end, and says in words why there was no answer.

export interface Answer {
  status: number
  headers: Headers
  text: string
  /** Undefined when it is no JSON object. */
  json: Record<string, unknown> | undefined
  /** Milliseconds since the Unix epoch, in the middle of the request. */
  at: number
  /** Milliseconds that it took. */
  duration: number
}

export class NoAnswer extends Error {
  readonly code: string
  constructor(message: string, code: string) {
    super(message)
    this.code = code
  }
}

export type Ask = (path: string, init?: { method?: string; headers?: Record<string, string> }) => Promise<Answer>

/** Bytes that are read of an answer: none of GoTrue's public ones is as long. */
const longest = 1_000_000

/** @param timeout of each request with its body, in milliseconds */
export function createAsk(url: string, { timeout, signal }: { timeout: number; signal: AbortSignal }): Ask {
  return async (path, { method = 'GET', headers = {} } = {}) => {
    const limit = AbortSignal.timeout(timeout)
    const start = Date.now()
    try {
      const response = await fetch(url + path, {
        method,
        headers,
        // Keys do not follow a redirect to wherever it leads.
        redirect: 'manual',
        signal: AbortSignal.any([limit, signal]),
      })
      const end = Date.now()
      const text = await readSome(response)
      return {
        status: response.status,
        headers: response.headers,
        text,
        json: objectOf(text),
        at: (start + end) / 2,
        duration: end - start,
      }
    } catch (cause) {
      signal.throwIfAborted()
      if (limit.aborted) throw new NoAnswer(`no answer within ${timeout / 1000} s`, 'timeout')
      throw inWords(cause)
    }
  }
}

async function readSome(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  const reader = response.body?.getReader()
  let text = ''
  let length = 0
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    text += decoder.decode(read.value, { stream: true })
    length += read.value.length
    if (length > longest) {
      void reader?.cancel()
      throw new NoAnswer('an answer over 1 MB', 'too_long')
    }
  }
  return text
}

function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return Object(value) === value && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function inWords(cause: unknown): NoAnswer {
  if (cause instanceof NoAnswer) return cause
  const codes: string[] = []
  for (
    let error = cause as (Error & { code?: unknown }) | undefined;
    error instanceof Error && codes.length < 5;
    error = error.cause as typeof error
  ) {
    if (typeof error.code === 'string') codes.push(error.code)
    if (error.name === 'HTTPParserError') codes.push('HPE_')
    // Of several addresses, each has failed.
    const [first] = (error as AggregateError).errors ?? []
    if (typeof first?.code === 'string') codes.push(first.code)
  }
  const code = codes.at(-1) ?? 'network_failure'
  if (/bad port/.test(String((cause as Error).cause)))
    return new NoAnswer('no browser calls that port, nor does fetch', 'bad_port')
  const words: [RegExp, string][] = [
    [/^(ENOTFOUND|EAI_)/, 'there is no such host name, or no name server answers'],
    [/^ECONNREFUSED$/, 'nothing listens there (connection refused)'],
    [/^(ECONNRESET|UND_ERR_SOCKET|EPIPE)$/, 'the connection broke off'],
    [/^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/, 'no connection in time: a firewall, or a machine that is off'],
    [/^(EHOSTUNREACH|ENETUNREACH)$/, 'there is no way to that machine'],
    [/^CERT_HAS_EXPIRED$/, 'the TLS certificate has expired'],
    [/^ERR_TLS_CERT_ALTNAME_INVALID$/, 'the TLS certificate is for another host name'],
    [/CERT|SELF_SIGNED|UNABLE_TO/, 'the TLS certificate is not trusted here'],
    [/^(EPROTO|ERR_SSL)/, 'no TLS is spoken there: is it http://?'],
    [/^(HPE_|UND_ERR)/, 'what answers there does not speak HTTP'],
  ]
  return new NoAnswer(words.find(([pattern]) => pattern.test(code))?.[1] ?? 'the request failed', code)
}
