import { describe, expect, test } from 'vitest'
import { repeatSpec } from '../../bench/repeat-spec.ts'
import { checkSpec } from '../../scripts/spec/check.ts'
import { operationsOf, readSpec, walk } from '../../scripts/spec/read.ts'

const { document } = readSpec('spec/gotrue.yaml')

describe('repeatSpec()', () => {
  const repeated = repeatSpec(document, 3)

  test('has every operation three times, each under its own name, and is sound', () => {
    const names = operationsOf(repeated).map(({ operation }) => operation.operationId)
    expect(names).toHaveLength(3 * operationsOf(document).length)
    expect(new Set(names).size).toBe(names.length)
    expect(checkSpec(repeated)).toEqual([])
  })

  test('refers to nothing that it has not, and shares no schema between the copies', () => {
    const targets = new Set<string>()
    walk(repeated, (node) => {
      if (typeof node.$ref === 'string') targets.add(node.$ref)
    })
    const missing = [...targets].filter((target) => {
      const [, , section, name] = target.split('/')
      return !repeated.components[section!]?.[name!]
    })
    expect(missing).toEqual([])
    expect([...targets].filter((target) => target.startsWith('#/components/schemas/Session')).length).toBeGreaterThanOrEqual(
      3,
    )
  })

  test('once is the document itself', () => {
    expect(repeatSpec(document, 1)).toEqual(document)
  })
})
