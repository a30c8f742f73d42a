// docs/from-gotrue-ex.md and examples/from-gotrue-ex.ts: the tables have every public function of supabase_auth, and each call in them is
// made by the example, under the function's name.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import ts from 'typescript'
import { expect, test } from 'vitest'

/** The public functions of supabase_auth 1.0.0 by module, from its documentation (hexdocs.pm/supabase_auth), without behaviours. */
const functions: Record<string, string> = {
  'Supabase.Auth': `ensure_valid_session/3 exchange_code_for_session/4 get_auth_module!/0 get_claims/3 get_server_health/1
    get_server_settings/1 get_user/2 get_user_identities/2 link_identity/3 reauthenticate/2 refresh_if_needed/3 refresh_session/2
    resend/3 reset_password_for_email/3 sign_in_anonymously/2 sign_in_with_id_token/2 sign_in_with_oauth/2 sign_in_with_otp/2
    sign_in_with_password/2 sign_in_with_sso/2 sign_in_with_web3/2 sign_up/2 unlink_identity/3 update_user/3 verify_otp/2`,
  'Supabase.Auth.Admin': `create_user/2 delete_factor/3 delete_identity/3 delete_user/3 generate_link/2 get_user_by_id/2
    invite_user_by_email/3 list_factors/2 list_identities/2 list_users/2 sign_out/3 update_user_by_id/3`,
  'Supabase.Auth.Admin.CustomProviders':
    'create_provider/2 delete_provider/2 get_provider/2 list_providers/2 update_provider/3',
  'Supabase.Auth.Admin.OAuth':
    'create_client/2 delete_client/2 get_client/2 list_clients/2 regenerate_client_secret/2 update_client/3',
  'Supabase.Auth.LiveView': `__using__/1 assign_supabase_client/2 log_out_user/3 mount_current_session/3 mount_current_user/3
    on_mount/4`,
  'Supabase.Auth.MFA': `challenge/4 challenge_and_verify/4 enroll/3 get_authenticator_assurance_level/2 list_factors/2 unenroll/3
    verify/5`,
  'Supabase.Auth.OAuth': `approve_authorization/3 deny_authorization/3 get_authorization_details/3 list_grants/2
    revoke_grant/3`,
  'Supabase.Auth.PKCE': 'generate_challenge/1 generate_verifier/0',
  'Supabase.Auth.Plug': `__using__/1 fetch_current_user/2 log_in_with_id_token/3 log_in_with_oauth/3 log_in_with_otp/3
    log_in_with_password/3 log_in_with_sso/3 log_out_user/3 put_token_in_session/3 redirect_if_user_is_authenticated/2
    refresh_session/2 require_authenticated_user/2 update_user/3 verify_otp_and_log_in/3`,
  'Supabase.Auth.Session': `expired?/1 expired_at?/1 expiring_soon?/2 needs_refresh?/2 parse/1 seconds_until_expiry/1
    valid?/1`,
  'Supabase.Auth.WeakPasswordError': 'maybe_enrich/1 reasons/1 weak_password?/1',
  // Relative to Supabase.Auth.
  'Structs and tools': `Mix.Tasks.Supabase.Gen.Auth.run/1 Request.JSONDecoder.decode/2 Schemas.CustomProvider.parse/1
    Schemas.CustomProvider.parse_list/1 Schemas.OAuth.AdminClient.parse/1 Schemas.OAuth.AdminClient.parse_list/1
    Schemas.OAuth.AuthorizationDetails.parse/1 Schemas.OAuth.Client.parse/1 Schemas.OAuth.ConsentResponse.parse/1
    Schemas.OAuth.Grant.parse/1 Schemas.OAuth.Grant.parse_list/1 Schemas.ResendParams.parse/2 Schemas.ServerHealth.parse/2
    Schemas.ServerSettings.parse/2 Schemas.SignInAnonymously.parse/2 Schemas.SignInAnonymously.to_sign_in_params/1
    Schemas.UserParams.parse/1 Schemas.UserParams.parse_update/1 Types.Provider.builtins/0 Types.Provider.cast/1
    Types.Provider.dump/1 Types.Provider.load/1 Types.Provider.type/0 Types.Provider.valid_provider?/1
    User.Factor.changeset/2 User.Identity.changeset/2 User.Identity.parse/1 User.Identity.parse_list/1
    User.Identity.providers/0 User.changeset/2 User.multiple_changeset/2 User.parse/1 User.parse_list/1`,
}

interface Row {
  module: string
  names: string[]
  here: string
}
const sections = readFileSync('docs/from-gotrue-ex.md', 'utf8').split(/^## /m).slice(2)
const rows: Row[] = sections.flatMap((section) => {
  const module = section.slice(0, section.indexOf('\n'))
  return [...section.matchAll(/^\| (.*?) *\| (.*?) *\|$/gm)].slice(2).map(([, left, here]) => ({
    module,
    names: [...left!.matchAll(/[\w.?!]+\/\d/g)].map(([name]) => name),
    here: here!,
  }))
})
/** Of the rows that say what to call: the name that the example says it under, and the calls and expressions. */
const calls = rows
  .filter(({ here }) => !here.startsWith('—'))
  .map(({ module, names, here }) => ({
    name: `${module}.${names[0]}`,
    // The first one; what comes after it are variants.
    call: /`([^`]+)`/.exec(here)![1]!,
  }))

/** What the example does under each name, as text. */
const done = new Map<string, string>()
const source = ts.createSourceFile('x.ts', readFileSync('examples/from-gotrue-ex.ts', 'utf8'), ts.ScriptTarget.ESNext, true)
const visit = (node: ts.Node): void => {
  if (ts.isCallExpression(node) && node.expression.getText() === 'did') {
    // A list that is iterated, and a result that was asked for before.
    const loop = node.parent?.parent
    const text = loop && ts.isForOfStatement(loop) ? loop.getText() : node.getText()
    const [name] = node.arguments
    done.set((name as ts.StringLiteral).text, text)
  }
  ts.forEachChild(node, visit)
}
visit(source)

test('names every public function of supabase_auth, and no other', () => {
  for (const module of new Set([...Object.keys(functions), ...rows.map(({ module }) => module)])) {
    const named = rows.filter((row) => row.module === module).flatMap(({ names }) => names)
    expect(named.sort(), module).toEqual(functions[module]?.split(/\s+/).sort())
  }
})

test('says what to call in a way that the example does, under the same name', () => {
  expect([...done.keys()].sort()).toEqual(calls.map(({ name }) => name).sort())
  const others = calls.filter(({ name, call }) => {
    const [, path] = /^(?:for await \(const user of )?([\w.]+)/.exec(call)!
    return !new RegExp(`\\b${path!.replaceAll('.', '\\.')}\\b`).test(done.get(name)!)
  })
  expect(others).toEqual([])
})

test('the types that the page names are exported', () => {
  const names = (text: string) => [...text.matchAll(/`([A-Z]\w+)`/g)].map(([, name]) => name!)
  const structs = rows.filter(({ module }) => module === 'Structs and tools').flatMap(({ here }) => names(here))
  const entries = ['src/facade/index.ts', 'src/facade/admin/index.ts'].map((name) => readFileSync(name, 'utf8')).join('')
  expect(structs.length).toBeGreaterThan(10)
  expect(structs.filter((name) => !new RegExp(`\\b${name}\\b`).test(entries))).toEqual([])
})

test('the example runs', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['examples/from-gotrue-ex.ts'], { encoding: 'utf8' })
  expect(stderr).toBe('')
  expect([...new Set(stdout.match(/^\S.*$/gm))].sort()).toEqual([...done.keys()].sort())
  expect(status).toBe(0)
})
