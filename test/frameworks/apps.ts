// The recipes of docs/server-side.md as applications: what a recipe says comes from the document, the rest from the folder of the framework.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const text = readFileSync('docs/server-side.md', 'utf8')

/** Where the blocks of a recipe go, in their order; the first of the document, which all of them import, goes to `sessions`. */
export const apps = {
  next: {
    heading: '### Next.js',
    sessions: 'lib/sessions.ts',
    blocks: ['proxy.ts', 'lib/user.ts', 'app/actions.ts'],
  },
  sveltekit: {
    heading: '### SvelteKit',
    sessions: 'src/lib/server/sessions.ts',
    blocks: ['src/hooks.server.ts', 'src/routes/+page.server.ts'],
  },
  'react-router': {
    heading: '### Remix, now React Router',
    sessions: 'app/sessions.server.ts',
    blocks: ['app/root.tsx', 'app/routes/account.tsx'],
  },
  astro: {
    heading: '### Astro',
    sessions: 'src/sessions.ts',
    blocks: ['src/middleware.ts'],
  },
  nuxt: {
    heading: '### Nuxt',
    sessions: 'server/sessions.ts',
    blocks: [
      'server/middleware/session.ts',
      'shared/types/session.d.ts',
      'server/plugins/session.ts',
      'server/routes/sign-in.post.ts',
      'server/api/me.get.ts',
    ],
  },
} satisfies Record<string, { heading: string; sessions: string; blocks: string[] }>

const blocksOf = (part: string) => Array.from(part.matchAll(/```ts\n([^]*?)```/g), ([, code]) => code!)

/** Writes an application into a folder. */
export function writeApp(name: keyof typeof apps, folder: string): void {
  const { heading, sessions, blocks } = apps[name]
  cpSync(join(import.meta.dirname, name), folder, { recursive: true })
  const from = text.indexOf(`${heading}\n`)
  const code = blocksOf(text.slice(from, text.indexOf('\n##', from + 1)))
  if (from < 0 || code.length !== blocks.length)
    throw new Error(`"${heading}" has ${code.length} blocks, not ${blocks.length}`)
  const write = (file: string, block: string) => {
    const path = join(folder, file)
    mkdirSync(dirname(path), { recursive: true })
    // A component, for one, is in the same file as what a recipe shows of it.
    writeFileSync(path, existsSync(path) ? `${block}\n${readFileSync(path, 'utf8')}` : block)
  }
  write(sessions, blocksOf(text)[0]!)
  for (const [index, file] of blocks.entries()) write(file, code[index]!)
}
