/** An element of XML: names without their prefixes, which is enough to read metadata. */
export interface Element {
  name: string
  attributes: Record<string, string>
  children: Element[]
  text: string
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const decode = (text: string): string =>
  text.replace(/&(#x[0-9a-f]+|#\d+|\w+);?/gi, (whole, name: string) => {
    const known = entities[name]
    if (known) return known
    if (!/^#(x[0-9a-f]+|\d+)$/i.test(name)) throw new Error(`XML syntax error: invalid character entity ${whole}`)
    return String.fromCodePoint(/^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1)))
  })

const plain = (name: string): string => name.replace(/^.*:/, '')

/**
 * Reads a document. Of the declarations nothing is read.
 *
 * @throws Error for what is not well-formed
 */
export function parseXml(text: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' }
  const open: { element: Element; tag: string }[] = [{ element: root, tag: '' }]
  const tokens =
    /<\?[^]*?\?>|<!--[^]*?-->|<!\[CDATA\[([^]*?)\]\]>|<![^>]*>|<\/([^\s>]+)\s*>|<([^\s/>!?]+)((?:\s+[^\s=/>]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/gy
  let at = 0
  for (let match = tokens.exec(text); match; match = tokens.exec(text)) {
    at = tokens.lastIndex
    const [, data, closing, opening, attributes = '', isEmpty, words] = match
    const { element, tag } = open.at(-1)!
    if (data !== undefined) element.text += data
    else if (words !== undefined) element.text += decode(words)
    else if (closing !== undefined) {
      if (open.length === 1 || tag !== closing) throw new Error(`XML syntax error: unexpected end element </${closing}>`)
      open.pop()
    } else if (opening !== undefined) {
      const child: Element = { name: plain(opening), attributes: {}, children: [], text: '' }
      for (const [, name, quoted] of attributes.matchAll(/(?<![^\s=])([^\s=]+)\s*=\s*("[^"]*"|'[^']*')/g)) {
        child.attributes[plain(name!)] = decode(quoted!.slice(1, -1))
      }
      element.children.push(child)
      if (!isEmpty) open.push({ element: child, tag: opening })
    }
  }
  if (at < text.length || open.length > 1) throw new Error('XML syntax error: unexpected EOF')
  const [first, ...others] = root.children
  if (!first || others.length || root.text.trim()) throw new Error('XML syntax error: not one element')
  return first
}

/** All elements of a name below one. */
export const elements = (element: Element, name: string): Element[] =>
  element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...elements(child, name)])

export const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
