import { redirect, type RequestHandler } from '@sveltejs/kit'

export const POST: RequestHandler = async ({ locals }) => {
  await locals.session.auth.signOut()
  redirect(303, '/')
}
