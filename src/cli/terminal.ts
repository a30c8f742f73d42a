// The way out of the commands, and the way in for secrets. Whatever is written goes through here, so no secret that is known can
// get out by accident: not in an error of the platform, not in what a server repeats.
import { styleText } from 'node:util'
import { UsageError } from './command.ts'

type Style = 'green' | 'red' | 'yellow' | 'dim' | 'bold'

export interface Terminal {
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
  readonly isJson: boolean
  /** A line on standard output. It waits for a slow reader. */
  print(line?: string): Promise<void>
  /** A JSON value on a line of standard output. */
  printJson(value: unknown): Promise<void>
  /** A line on standard error. */
  note(line: string): void
  /** A JSON value on a line of standard error. */
  noteJson(value: unknown): void
  /** How far it has come, on standard error: the same line again and again, or now and then a line where it is no terminal. */
  progress(count: number, what: string): void
  /** Takes the last progress away. */
  endProgress(): void
  /** From now on, this is never written. */
  hide(secret: string | undefined): void
  /** Writes the one secret that was asked for. */
  reveal(line: string): Promise<void>
  style(style: Style, text: string): string
  /** A secret from standard input: the whole of it, or what is typed, which is not shown. @throws UsageError when there is none */
  readSecret(what: string): Promise<string>
  /** @throws UsageError where nobody can be asked */
  confirm(question: string): Promise<boolean>
}

/** Names of the environment whose values are nobody's business. */
export const isSecretName = (name: string): boolean => /SECRET|KEY|PASS|TOKEN|CREDENTIAL/.test(name)

/** Shorter ones are words, as `anon`, and would be taken out of others. */
const shortest = 6
/** Ends before a terminal does: input that is larger is no token. */
const longestInput = 1_000_000

/** JSON, also of what is nested too deeply for the platform: anybody can put such a thing into the metadata of a user. */
export function jsonText(value: unknown, masked = (text: string) => text, levels = 3): string {
  const write = (value: unknown) =>
    JSON.stringify(value, (_name, inner: unknown) => (typeof inner === 'string' ? masked(inner) : inner))
  try {
    return write(value)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    if (!levels || Array.isArray(value)) return '"[nested too deeply]"'
    const entries = Object.entries(value as object)
    return `{${entries.map(([name, inner]) => `${write(name)}:${inner === undefined ? 'null' : jsonText(inner, masked, levels - 1)}`).join(',')}}`
  }
}

export function createTerminal({ isJson, signal }: { isJson: boolean; signal: AbortSignal }): Terminal {
  const { stdin, stdout, stderr, env } = process
  const secrets = new Set<string>()
  const hide = (secret: string | undefined) => {
    if (!secret || secret.length < shortest) return
    // As JSON and URLs have them, too.
    for (const form of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]) secrets.add(form)
  }
  for (const [name, value] of Object.entries(env)) {
    if (name.startsWith('GOTRUE_') && isSecretName(name)) hide(value)
  }
  const masked = (text: string) => {
    let result = text
    for (const secret of [...secrets].sort((a, b) => b.length - a.length)) result = result.replaceAll(secret, '[hidden]')
    return result
  }
  // What users call themselves is not to move the cursor or to change the title of the window.
  const plain = (text: string) =>
    text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
  const isColored = stdout.isTTY && !env.NO_COLOR && env.TERM !== 'dumb' && !isJson
  const styles: Record<string, string> = {}
  const style = (style: Style, text: string) => {
    if (!isColored) return text
    const [open, close] = styleText(style, '\0', { validateStream: false }).split('\0') as [string, string]
    // Placeholders, which the cleaning leaves alone.
    const [from, to] = [`\ue000${style}\ue001`, `\ue002${style}\ue001`]
    styles[from] = open
    styles[to] = close
    return from + text + to
  }
  const styled = (text: string) => Object.entries(styles).reduce((all, [from, to]) => all.replaceAll(from, to), text)

  // JSON has escapes for all of C0, and none for the rest.
  const jsonOf = (value: unknown) =>
    // Strings before they are quoted: what was quoted already, as in a server's words, would be quoted twice. Then the names.
    masked(jsonText(value, masked)).replace(
      /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )

  const write = async (text: string) => {
    if (stdout.write(text) || stdout.destroyed) return
    await new Promise<void>((resolve) => {
      stdout.once('drain', resolve)
      stdout.once('close', resolve)
    })
  }
  let shown = 0
  let told = 0
  const endProgress = () => {
    if (shown && stderr.isTTY) stderr.write(`\r${' '.repeat(shown)}\r`)
    shown = 0
  }
  return {
    signal,
    isJson,
    style,
    hide,
    endProgress,
    print: (line = '') => write(`${styled(plain(masked(line)))}\n`),
    printJson: (value) => write(`${jsonOf(value)}\n`),
    reveal: (line) => write(`${line}\n`),
    note(line) {
      endProgress()
      stderr.write(`${plain(masked(line))}\n`)
    },
    noteJson(value) {
      endProgress()
      stderr.write(`${jsonOf(value)}\n`)
    },
    progress(count, what) {
      const line = `${count.toLocaleString('en')} ${what} …`
      if (stderr.isTTY) {
        stderr.write(`\r${line}`)
        shown = line.length
      } else if (count - told >= 1000) {
        told = count
        stderr.write(`${line}\n`)
      }
    },
    async readSecret(what) {
      const text = stdin.isTTY ? await readHidden(`${what} (not shown): `, signal) : await readAll(signal)
      const secret = text.trim()
      if (!secret) throw new UsageError(`${what} is missing: nothing came on standard input`)
      hide(secret)
      return secret
    },
    async confirm(question) {
      if (!stdin.isTTY) throw new UsageError('Nobody can be asked here whether that is meant: say --yes')
      const { createInterface } = await import('node:readline/promises')
      const reader = createInterface({ input: stdin, output: stderr })
      // The reader takes Ctrl-C for itself.
      reader.once('SIGINT', () => process.kill(process.pid, 'SIGINT'))
      try {
        return /^y(es)?$/i.test((await reader.question(`${plain(masked(question))} [y/N] `, { signal })).trim())
      } finally {
        reader.close()
      }
    },
  }
}

async function readAll(signal: AbortSignal): Promise<string> {
  const { stdin } = process
  const end = () => stdin.destroy()
  signal.addEventListener('abort', end, { once: true })
  let text = ''
  try {
    for await (const chunk of stdin.setEncoding('utf8')) {
      text += chunk
      if (text.length > longestInput) throw new UsageError('Standard input is too long')
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
  signal.throwIfAborted()
  return text
}

/** What is typed, without an echo. */
async function readHidden(prompt: string, signal: AbortSignal): Promise<string> {
  const { stdin, stderr } = process
  // Before it is asked for: somebody may paste at once.
  stdin.setRawMode(true)
  stderr.write(prompt)
  try {
    return await new Promise((resolve, reject) => {
      let text = ''
      const read = (chunk: string) => {
        for (const char of chunk) {
          // Enter, Ctrl-D, Ctrl-C, and the key that takes one back.
          if (char === '\r' || char === '\n' || char === '\u0004') return end(() => resolve(text))
          if (char === '\u0003') return end(() => (process.kill(process.pid, 'SIGINT'), reject(new Error('Interrupted'))))
          text = char === '\u007f' ? text.slice(0, -1) : text + char
        }
      }
      const end = (then: () => void) => {
        stdin.off('data', read)
        stdin.pause()
        then()
      }
      signal.addEventListener('abort', () => end(() => reject(signal.reason)), { once: true })
      stdin.setEncoding('utf8').on('data', read).resume()
    })
  } finally {
    stdin.setRawMode(false)
    stderr.write('\n')
  }
}
