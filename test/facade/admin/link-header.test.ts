// The `Link` header (RFC 8288): what the server sends, what other servers may send, and anything at all.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseLinkHeader } from '../../../src/facade/admin/link-header.ts'

test.each<[string, string | null, Record<string, string>]>([
  [
    'the server’s',
    '</admin/users?page=12>; rel="next", </admin/users?page=24>; rel="last"',
    { next: '/admin/users?page=12', last: '/admin/users?page=24' },
  ],
  ['none', null, {}],
  ['nothing', '', {}],
  ['no quotes', '</a>;rel=next', { next: '/a' }],
  ['white space', ' </a> ;  REL = "Next" ', { next: '/a' }],
  ['several relations', '</a>; rel="next  last"', { next: '/a', last: '/a' }],
  [
    'a comma and a semicolon in the target',
    '</a?x=1,2;3>; rel="next", </b>; rel="last"',
    { next: '/a?x=1,2;3', last: '/b' },
  ],
  ['a comma in quotes', '</a>; title="x, <y>; rel=last"; rel="next"', { next: '/a' }],
  ['a relation in quotes', '</a>; title="; rel=\\"last\\""; rel=next', { next: '/a' }],
  ['two relations of a link: the first', '</a>; rel="next"; rel="last"', { next: '/a' }],
  ['two links of a relation: the first', '</a>; rel=next, </b>; rel=next', { next: '/a' }],
  ['a parameter that ends with the name', '</a>; xrel="last"; rel="next"', { next: '/a' }],
  ['a parameter without a value', '</a>; x; rel=next', { next: '/a' }],
  ['no relation', '</a>, </b>; rel=next', { next: '/b' }],
  ['an empty target', '<>; rel=next', { next: '' }],
  ['what never ends', '</a>; rel="next', {}],
  ['no brackets', '/a; rel=next', {}],
])('parseLinkHeader() with %s', (_what, header, links) => {
  expect(Object.fromEntries(parseLinkHeader(header))).toEqual(links)
})

const target = fc.webUrl({ withQueryParameters: true, withFragments: true }).filter((url) => !/[<>"]/.test(url))
const relation = fc.stringMatching(/^[a-z][a-z0-9.-]{0,8}$/)
const quoted = fc.string().map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`)
const parameter = fc.tuple(fc.stringMatching(/^x[a-z]{0,5}\*?$/), quoted).map(([name, value]) => `; ${name}=${value}`)

test('parseLinkHeader() reads what was written, whatever stands beside it', () => {
  const link = fc.record({
    target,
    relation,
    before: fc.array(parameter, { maxLength: 3 }),
    after: fc.array(parameter, { maxLength: 3 }),
  })
  fc.assert(
    fc.property(fc.uniqueArray(link, { selector: ({ relation }) => relation, maxLength: 6 }), (links) => {
      const header = links
        .map(({ target, relation, before, after }) => `<${target}>${before.join('')}; rel="${relation}"${after.join('')}`)
        .join(', ')
      expect([...parseLinkHeader(header)]).toEqual(links.map(({ relation, target }) => [relation, target]))
    }),
  )
})

test('parseLinkHeader() of anything neither throws nor hangs', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('<', '>', '"', '\\', ';', ',', '=', ' ', 'rel', 'a', '\n'), maxLength: 200 }),
      (header) => {
        for (const [relation, target] of parseLinkHeader(header)) {
          expect(relation).toMatch(/^\S+$/)
          expect(header).toContain(`<${target}>`)
        }
      },
    ),
  )
  for (const part of ['<', '"', '<a>;', '<a>; rel="', '\\', '<a>;x="\\', ' ', ';', '; rel ']) {
    expect(parseLinkHeader(`<a>${part.repeat(20_000)}`)).toBeInstanceOf(Map)
  }
})
