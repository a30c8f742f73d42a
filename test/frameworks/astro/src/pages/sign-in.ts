import type { APIRoute } from 'astro'
import { localPath } from 'gotrue-sdk/ssr'

export const POST: APIRoute = async ({ request, locals, redirect }) => {
  const form = await request.formData()
  const { error } = await locals.session.auth.signInWithPassword({
    email: String(form.get('email')),
    password: String(form.get('password')),
  })
  return error ? Response.json({ code: error.code }, { status: 400 }) : redirect(localPath(form.get('next')), 303)
}
