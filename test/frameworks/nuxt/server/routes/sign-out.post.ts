export default defineEventHandler(async (event) => {
  await event.context.session!.auth.signOut()
  return new Response(null, { status: 303, headers: { location: '/' } })
})
