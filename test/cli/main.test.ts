import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { run, runInTerminal } from './run.ts'

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
const names = [
  'doctor',
  'dev',
  'mock',
  'users list',
  'users get',
  'users invite',
  'users ban',
  'users delete',
  'token mint',
  'token decode',
  'token verify',
  'spec path',
]

describe('gotrue-sdk', () => {
  test('--help lists the commands; without anything it is a mistake', async () => {
    const help = await run(['--help'])
    expect(help).toMatchObject({ code: 0, stderr: '' })
    for (const name of names) expect(help.stdout).toContain(`\n  ${name} `)
    expect(await run([])).toEqual({ code: 2, stdout: '', stderr: help.stdout })
  })

  test('--version', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  })

  test.concurrent.each(names)('%s --help, with options and examples', async (name) => {
    const help = await run([...name.split(' '), '--help'])
    expect(help).toMatchObject({ code: 0, stderr: '' })
    expect(help.stdout).toContain(`gotrue-sdk ${name}`)
    expect(help.stdout).toMatch(/ --json +\S[^]*\nExamples\n {2}npx gotrue-sdk /)
  })

  test('help users list is users list --help', async () => {
    expect(await run(['help', 'users', 'list'])).toEqual(await run(['users', 'list', '--help']))
  })

  test('a group of commands', async () => {
    expect(await run(['users'])).toMatchObject({ code: 2, stderr: expect.stringContaining('users invite') })
    expect(await run(['users', '--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('users invite') })
  })

  test.each([
    [['usrs'], 'did you mean users?'],
    [['users', 'lits'], 'did you mean users list?'],
    [['token', 'sign'], 'There is no such command.'],
    [['constructor'], 'There is no such command.'],
    [['doctor', '--jsn'], 'did you mean --json?'],
    [['doctor', '--constructor'], 'There is no such option'],
    [['doctor', '--origin'], '--origin needs a value: <origin>'],
    [['doctor', '--json=yes'], '--json takes no value'],
    [['spec', 'path', 'x'], 'Only options are taken'],
    [['users', 'get'], '<id or e-mail> is missing'],
    [['users', 'get', 'a@b.c', 'd@e.f'], 'Only <id or e-mail> is taken'],
    [['doctor'], 'set GOTRUE_URL'],
    [['doctor', 'ftp://x'], 'The address must be like'],
    [['doctor', 'http://localhost:1', '--timeout', '0'], '--timeout must be'],
    [['doctor', 'http://localhost:1', '--timeout', 'soon'], '--timeout must be a duration'],
    [['mock', '--port', 'x'], '--port must be a whole number'],
  ])('%j says what is wrong, with exit code 2', async (args, message) => {
    const { code, stdout, stderr } = await run(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('    at ')
  })

  test('--json: failures are JSON on standard error', async () => {
    const { code, stdout, stderr } = await run(['users', 'get', 'x', '--json'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(JSON.parse(stderr.split('\n')[0]!)).toEqual({
      error: { code: 'usage', message: expect.stringContaining('UUID') },
    })
  })

  test('spec path', async () => {
    const { code, stdout } = await run(['spec', 'path'])
    expect(code).toBe(0)
    expect(readFileSync(stdout.trim(), 'utf8')).toBe(readFileSync('spec/gotrue.yaml', 'utf8'))
    expect(existsSync(JSON.parse((await run(['spec', 'path', '--json'])).stdout).path)).toBe(true)
  })

  test('colors are for terminals only, and not for those who want none', async () => {
    const args = ['doctor', 'http://127.0.0.1:1']
    expect((await run(args)).stdout).not.toContain('\u001b')
    expect((await runInTerminal(args, {})).stdout).toContain('\u001b[31m✗')
    expect((await runInTerminal(args, { env: { NO_COLOR: '1' } })).stdout).not.toContain('\u001b[')
    expect((await runInTerminal([...args, '--json'], {})).stdout).not.toContain('\u001b[')
  })
})
