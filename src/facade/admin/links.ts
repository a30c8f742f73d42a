import { adminGenerateLink, inviteUser } from '../../../generated/operations/functions/admin-users.ts'
import type {
  AdminCurrentEmailChangeLink,
  AdminGenerateLinkBody,
  AdminGenerateLinkErrors,
  AdminInviteLink,
  AdminMagicLink,
  AdminNewEmailChangeLink,
  AdminRecoveryLink,
  AdminSignUpLink,
  GeneratedLink,
  Invitation,
  InviteUserErrors,
} from '../../../generated/operations/types.ts'
import type { OperationError } from '../../transport/client.ts'
import { text, type Call } from '../call.ts'
import type { Result } from '../result.ts'
import { asUser, type ClientTypes, type User } from '../session/session.ts'
import { fields } from './arguments.ts'
import type { AudienceOptions } from './list-users.ts'

/** Where a link leads. */
export interface LinkOptions {
  /** Where it leads to in the end; must be allowed by the server. Default: the site's URL. */
  redirectTo?: string | undefined
}

/** Also says who the user is, if the link creates one. */
export interface NewUserLinkOptions extends LinkOptions {
  /** Becomes a new user's `user_metadata`. */
  data?: Invitation['data'] | undefined
}

/** What `generateLink()` makes: one type of link and what it needs. */
export type GenerateLinkParams =
  | (Pick<AdminSignUpLink, 'type' | 'email' | 'password'> & { options?: NewUserLinkOptions })
  | (Pick<AdminInviteLink | AdminMagicLink, 'type' | 'email'> & { options?: NewUserLinkOptions })
  | (Pick<AdminRecoveryLink, 'type' | 'email'> & { options?: LinkOptions })
  | (Pick<AdminCurrentEmailChangeLink | AdminNewEmailChangeLink, 'type' | 'email'> & {
      /** The address that the user shall have. */
      newEmail: string
      options?: LinkOptions
    })

/** A link, and what is in it. */
export type GeneratedLinkProperties = Pick<
  GeneratedLink,
  'action_link' | 'email_otp' | 'hashed_token' | 'redirect_to' | 'verification_type'
>

/** Invitations, and links to send yourself. */
export interface Links<T extends ClientTypes = {}> {
  /**
   * Creates a user, and sends an invitation to the address. An unconfirmed user can be invited again; `data` is ignored then.
   *
   * `POST /invite`. A confirmed user is `email_exists`.
   *
   * @param options `data`: the new user's `user_metadata`; `redirectTo`: where the link leads to in the end
   * @example
   * await admin.inviteUserByEmail('ada@example.com', { data: { team: 'compilers' }, redirectTo: 'https://app.example.com/welcome' })
   */
  inviteUserByEmail(
    email: string,
    options?: AudienceOptions & NewUserLinkOptions,
  ): Promise<Result<{ user: User<T> }, { user: null }, OperationError<InviteUserErrors>>>

  /**
   * Makes the link and the one-time code that a mail would have had, and sends nothing. `signup`, `invite` and `magiclink` create
   * the user if there is none; `signup` then needs a `password`. It replaces the link of the same kind that the user had.
   *
   * `POST /admin/generate_link`. Nobody with this address is `user_not_found` for the other types, a confirmed user `email_exists`
   * for `signup` and `invite`. `email_change_current` and `email_change_new` are the halves of a change of address.
   * @example
   * const { data, error } = await admin.generateLink({ type: 'recovery', email: 'ada@example.com' })
   * if (!error) console.log(data.properties.action_link, data.properties.email_otp)
   */
  generateLink(
    params: GenerateLinkParams,
    options?: AudienceOptions,
  ): Promise<
    Result<
      { properties: GeneratedLinkProperties; user: User<T> },
      { properties: null; user: null },
      OperationError<AdminGenerateLinkErrors>
    >
  >
}

const redirect = (redirectTo: string | undefined) => ({ query: { ...(redirectTo && { redirect_to: redirectTo }) } })

export function createLinks(call: Call): Links {
  return {
    inviteUserByEmail: (email, options) =>
      call({ user: null }, options, async (send) => {
        const { data, redirectTo } = options ?? {}
        const body = { email: text(email, 'email'), ...(data && { data }) }
        return { user: asUser(await send(inviteUser, { body, ...redirect(redirectTo) })) }
      }),

    generateLink: (params, options) =>
      call({ properties: null, user: null }, options, async (send) => {
        const { options: link, ...rest } = fields(params, 'params')
        const { data, redirectTo }: NewUserLinkOptions = link ?? {}
        const { newEmail, ...known } = { newEmail: undefined, ...rest }
        // The types of `params` are those of the body, field by field.
        const body = { ...known, ...(newEmail && { new_email: newEmail }), ...(data && { data }) } as AdminGenerateLinkBody
        const { action_link, email_otp, hashed_token, redirect_to, verification_type, ...user } = await send(
          adminGenerateLink,
          { body, ...redirect(redirectTo) },
        )
        const properties = { action_link, email_otp, hashed_token, redirect_to, verification_type }
        return { properties, user: asUser(user) }
      }),
  }
}
