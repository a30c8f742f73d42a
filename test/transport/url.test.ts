import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildUrl } from '../../src/operations/index.ts'
import { serializePath } from '../../src/transport/url.ts'

describe('buildUrl()', () => {
  test('builds what a browser is sent to', () => {
    const url = buildUrl('https://project.supabase.co/auth/v1/', '/authorize', {
      query: { provider: 'github', redirect_to: 'https://app.example.com/?a=1', scopes: 'repo gist' },
    })
    expect(url.href).toBe(
      'https://project.supabase.co/auth/v1/authorize?provider=github&redirect_to=https%3A%2F%2Fapp.example.com%2F%3Fa%3D1&scopes=repo+gist',
    )
  })

  test('lets other parameters of the provider stand for themselves, escaped', () => {
    const { searchParams } = buildUrl('http://localhost:9999', '/authorize', {
      query: { provider: 'custom:a&b=c', provider_params: { 'a&b': 'c=d' } },
    })
    expect([...searchParams]).toEqual([
      ['provider', 'custom:a&b=c'],
      ['a&b', 'c=d'],
    ])
  })

  test('builds the link of a mail', () => {
    const query = { token: 'pkce_abc', type: 'signup', redirect_to: 'myapp://welcome' } as const
    expect(buildUrl('http://localhost:9999', '/verify', { query }).search).toBe(
      '?token=pkce_abc&type=signup&redirect_to=myapp%3A%2F%2Fwelcome',
    )
  })

  test('fills a path in, and needs neither path nor query', () => {
    const path = { user_id: '9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11' }
    expect(buildUrl('http://localhost:9999//', '/admin/users/{user_id}', { path }).href).toBe(
      'http://localhost:9999/admin/users/9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11',
    )
    expect(buildUrl('http://localhost:9999', '/settings', {}).href).toBe('http://localhost:9999/settings')
  })

  test('leaves out what is not there', () => {
    const query = { provider: 'github', scopes: undefined, redirect_to: null } as unknown as { provider: string }
    expect(buildUrl('http://localhost:9999', '/authorize', { query }).search).toBe('?provider=github')
  })

  test('throws on a bad address', () => {
    expect(() => buildUrl('nowhere', '/settings', {})).toThrow(/must be like/)
  })
})

test('no value leaves its place', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (id, value) => {
      fc.pre(!/^\.{0,2}$/.test(id))
      const path = new URL(`https://auth.example.com${serializePath('/admin/users/{user_id}/factors', { user_id: id })}`)
      expect(decodeURIComponent(path.pathname.split('/')[3]!)).toBe(id)
      expect(path.href.endsWith('/factors')).toBe(true)

      const url = buildUrl('https://auth.example.com', '/authorize', {
        query: { provider: id, redirect_to: value, provider_params: { [value]: id } },
      })
      expect([...url.searchParams]).toEqual([
        ['provider', id],
        ['redirect_to', value],
        [value, id],
      ])
      expect(url.href.startsWith('https://auth.example.com/authorize?')).toBe(true)
    }),
  )
})
