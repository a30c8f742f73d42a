// The spec several times over, with other names: what the generators are given to see whether their time grows as the document does.
import { walk, type JsonObject, type OpenApi } from '../scripts/spec/read.ts'

/** @returns a document with `times` copies of every path, schema and operation; the first copy has the names of the original */
export function repeatSpec(document: OpenApi, times: number): OpenApi {
  const result = structuredClone(document)
  for (let copy = 1; copy < times; copy++) {
    const { paths, components, tags } = rename(document, `${copy}`)
    Object.assign(result.paths, paths)
    for (const [section, named] of Object.entries(components)) Object.assign(result.components[section]!, named)
    ;(result.tags as JsonObject[]).push(...(tags as JsonObject[]))
  }
  return result
}

/** Nothing in the copy refers to the original, but for what both have: security schemes. */
function rename(document: OpenApi, suffix: string): OpenApi {
  const copy = structuredClone(document)
  const { securitySchemes: _, ...sections } = copy.components
  walk(copy, (node) => {
    if (typeof node.$ref === 'string') node.$ref += suffix
    if (typeof node.operationId === 'string') node.operationId += suffix
    const mapping = Object(node.discriminator as JsonObject).mapping as { [value: string]: string } | undefined
    for (const value of Object.keys(mapping ?? {})) mapping![value] += suffix
  })
  for (const item of Object.values(copy.paths)) {
    for (const { tags } of Object.values(item)) tags?.forEach((tag, index) => (tags[index] = `${tag} ${suffix}`))
  }
  return {
    ...copy,
    paths: Object.fromEntries(Object.entries(copy.paths).map(([path, item]) => [`/copy${suffix}${path}`, item])),
    components: Object.fromEntries(
      Object.entries(sections).map(([section, named]) => [
        section,
        Object.fromEntries(Object.entries(named).map(([name, value]) => [`${name}${suffix}`, value])),
      ]),
    ),
    tags: (copy.tags as JsonObject[]).map((tag) => ({ ...tag, name: `${String(tag.name)} ${suffix}` })),
  }
}
