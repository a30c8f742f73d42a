export async function listen(
  answer: (request: Request) => Promise<Response>,
  options: { port?: number; host?: string; dangerouslyAllowAnyHost?: boolean },
): Promise<{ url: string; close(): Promise<void> }> {
  void [answer, options]
  throw new TypeError('not yet')
}
