/**
 * How an OAuth client proves who it is at `POST /oauth/token`: with an `Authorization` header, or with fields of the
 * body. Made by {@link clientSecretBasic}, {@link clientSecretPost} or {@link publicClient}, so that only those who use
 * one bundle it. It must be the method that the client was registered with.
 */
export type ClientAuthentication = (body: unknown) => { body: unknown; authorization?: string | undefined }

/** Identifier and secret in the `Authorization` header, each form-encoded (RFC 6749, section 2.3.1). */
export function clientSecretBasic(client_id: string, client_secret: string): ClientAuthentication {
  const formEncode = (text: string) => new URLSearchParams([['', text]]).toString().slice(1)
  const authorization = `Basic ${btoa(`${formEncode(client_id)}:${formEncode(client_secret)}`)}`
  return (body) => ({ body, authorization })
}

/** Identifier and secret in the body (RFC 6749, section 2.3.1). */
export function clientSecretPost(client_id: string, client_secret: string): ClientAuthentication {
  return (body) => ({ body: { ...(body as object), client_id, client_secret } })
}

/** The identifier alone: a client that cannot keep a secret (`none`). */
export function publicClient(client_id: string): ClientAuthentication {
  return (body) => ({ body: { ...(body as object), client_id } })
}
