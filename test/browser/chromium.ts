// The Chromium of the tests.
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import packed from '@sparticuz/chromium'

/**
 * Unpacks Chromium, once for each version. The package takes whatever file is there for a browser, also the half of one that
 * another test file is still writing: so it writes to a folder of its own, which gets its name when it is complete.
 */
export async function executablePath(): Promise<string> {
  const manifest = join(createRequire(import.meta.url).resolve('@sparticuz/chromium'), '../../package.json')
  const folder = join(tmpdir(), `gotrue-sdk-chromium-${JSON.parse(readFileSync(manifest, 'utf8')).version}`)
  if (!existsSync(folder)) {
    const { TMPDIR } = process.env
    const own = mkdtempSync(`${folder}-`)
    process.env.TMPDIR = own
    try {
      await packed.executablePath()
      renameSync(own, folder)
    } catch (error) {
      rmSync(own, { recursive: true })
      // Another test file was faster.
      if (!existsSync(folder)) throw error
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR
      else process.env.TMPDIR = TMPDIR
    }
  }
  return join(folder, 'chromium')
}
