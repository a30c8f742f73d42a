/** Whether this is a page, or a worker of a browser. Servers have workers, too, with the same classes; what they call themselves differs. */
export function isBrowser(): boolean {
  const { document, navigator } = globalThis as { document?: unknown; navigator?: { userAgent?: unknown } }
  return document !== undefined || /^Mozilla\//.test(String(navigator?.userAgent))
}
