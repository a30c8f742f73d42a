// The package as it is published, from what is built.
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** Packs the tarball into a folder. @returns its path, and those of the files in it */
export function pack(folder: string): { tarball: string; files: string[] } {
  const printed = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [{ filename, files }] = Object.values(JSON.parse(printed.slice(printed.search(/^[[{]/m)))) as [
    { filename: string; files: { path: string }[] },
  ]
  return { tarball: join(folder, filename), files: files.map(({ path }) => path) }
}

/** As `npm install` of the tarball does it, without what it depends on and without the network. */
export function installPacked(folder: string): void {
  const target = join(folder, 'node_modules', 'gotrue-sdk')
  mkdirSync(target, { recursive: true })
  execFileSync('tar', ['-xzf', pack(folder).tarball, '--strip-components=1', '-C', target])
}
