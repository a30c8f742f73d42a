// Before all tests, once: dist/, which the examples import and the packed tarball holds.
import { execFileSync } from 'node:child_process'

export default function build(): void {
  execFileSync(process.execPath, ['scripts/build.ts'], { stdio: 'inherit' })
}
