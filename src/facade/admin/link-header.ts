/**
 * Reads a `Link` header (RFC 8288, section 3): the target of each relation, the first where there are several.
 *
 * Commas and semicolons may be in a target and in quotes; relations are compared without regard to case, and one link may
 * have several. What is no link is skipped.
 */
export function parseLinkHeader(header: string | null): Map<string, string> {
  const links = new Map<string, string>()
  // No URI has a `<`. A quote that is not closed goes on to the end: whoever began anew after it would take quadratic time.
  for (const [, target, parameters] of (header ?? '').matchAll(/<([^<>]*)>((?:[^",<]|"(?:[^"\\]|\\[^])*(?:"|\\?$))*)/g)) {
    // Only the first `rel` of a link counts. What is quoted beside it may look like one.
    const rel = [...parameters!.matchAll(/;\s*([\w!#$&+.^`|~*-]+)\s*(?:=\s*(?:"((?:[^"\\]|\\[^])*)"|([^\s;,"]*)))?/g)].find(
      ([, name]) => name!.toLowerCase() === 'rel',
    )
    const relations = (rel?.[2]?.replace(/\\([^])/g, '$1') ?? rel?.[3] ?? '').toLowerCase().split(/\s+/)
    for (const relation of relations) if (relation && !links.has(relation)) links.set(relation, target!)
  }
  return links
}
