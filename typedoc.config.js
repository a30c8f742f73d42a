// The API reference and the guide as one site: `npm run docs:site`.
import { Converter, OptionDefaults } from 'typedoc'

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  name: 'gotrue-sdk',
  entryPoints: [
    'src/facade/index.ts',
    'src/facade/admin/index.ts',
    'src/facade/oauth-client/index.ts',
    'src/operations/index.ts',
    'src/ssr/index.ts',
    'src/testing/index.ts',
  ],
  tsconfig: 'tsconfig.build.json',
  out: 'site',
  customCss: 'scripts/docs/site.css',
  // A page is called what its heading says.
  plugin: [
    (app) =>
      app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
        for (const page of project.documents ?? []) {
          const [, title] = /^# (.*)$/m.exec(page.content.map(({ text }) => text).join('')) ?? []
          if (title) page.name = title
        }
      }),
  ],
  readme: 'docs/README.md',
  projectDocuments: [
    'docs/vite.md',
    'docs/sign-in.md',
    'docs/sessions.md',
    'docs/server-side.md',
    'docs/api.md',
    'docs/oauth.md',
    'docs/mfa.md',
    'docs/passkeys.md',
    'docs/admin.md',
    'docs/testing.md',
    'docs/cli.md',
    'docs/errors.md',
    'docs/from-auth-js.md',
    'docs/from-gotrue-ex.md',
    'docs/comparison.md',
    'docs/performance.md',
    'docs/operations.md',
    'docs/surface.md',
    'docs/mutations.md',
    'docs/live.md',
    'docs/server-bugs.md',
    'docs/decisions.md',
  ],
  // openapi-typescript writes it.
  blockTags: [...OptionDefaults.blockTags, '@description'],
  // What types are made of. Each is shown where it is used.
  intentionallyNotExported: [
    'src/facade/claims/decode-access-token.ts:Verification',
    'src/facade/oauth-client/registration.ts:Registered',
    'src/facade/oauth-client/tokens.ts:Tokens',
    'src/facade/oauth/sign-in-with-oauth.ts:CallbackError',
    'src/facade/web3/solana.ts:SolanaSignature',
    'src/transport/client.ts:ErrorCodeOf',
    'src/transport/client.ts:Literal',
    'src/transport/client.ts:OperationCall',
    'src/transport/client.ts:Options',
    'src/transport/client.ts:TDataShape',
    'src/transport/url.ts:UrlParameters',
    'src/testing/config.ts:BuiltInProvider',
    'src/testing/config.ts:ProviderWords',
    'src/testing/config.ts:Words',
    'src/testing/accounts/outbox.ts:MailType',
    'generated/routes.ts:OperationId',
    // The entry gotrue-sdk/schema.
    'generated/schema.ts:components',
    'generated/schema.ts:paths',
  ],
  excludeExternals: true,
  disableSources: true,
  alwaysCreateEntryPointModule: true,
  sort: ['source-order'],
  sortEntryPoints: false,
  navigation: {
    includeCategories: false,
    includeGroups: false,
    includeFolders: false,
  },
  hideGenerator: true,
  treatWarningsAsErrors: true,
  validation: {
    invalidLink: true,
    invalidPath: true,
    notExported: true,
    rewrittenLink: true,
    notDocumented: false,
  },
}
