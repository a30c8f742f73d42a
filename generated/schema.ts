// Generated from spec/gotrue.yaml by `npm run generate`. DO NOT EDIT.

export interface paths {
  '/health': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * Ask whether the server runs
     * @description Says that the process answers, and which version it is. Does not ask the database.
     */
    get: operations['getHealth']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/settings': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * Read what is switched on
     * @description Public settings, from the server's configuration. What a sign-in form should offer can be read from them.
     */
    get: operations['getSettings']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/.well-known/jwks.json': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * Read the public keys
     * @description The keys with which access tokens and id_tokens can be verified. May be kept for 10 minutes.
     */
    get: operations['getJwks']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/.well-known/openid-configuration': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * Read the OpenID Connect metadata
     * @description OpenID Connect Discovery 1.0. Answers even where the OAuth server is switched off, though most of the endpoints
     *     that it names are 404 then. May be kept for 10 minutes.
     */
    get: operations['getOpenidConfiguration']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/.well-known/oauth-authorization-server': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * Read the OAuth authorization server metadata
     * @description RFC 8414; the same document as `GET /.well-known/openid-configuration`. Needs the OAuth server
     *     (`GOTRUE_OAUTH_SERVER_ENABLED`, else 404 `feature_disabled`). May be kept for 10 minutes.
     */
    get: operations['getOauthAuthorizationServer']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/authorize': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * Start a sign-in with a provider
     * @description Sends the browser to the provider. Go there by navigation, not by `fetch`. The provider sends the user back to
     *     `/callback`, which leads on to the application. The state in between is good for
     *     `GOTRUE_EXTERNAL_FLOW_STATE_EXPIRY_DURATION` (at least 5 minutes, the default).
     *     A bearer token is not read: the flow signs in, or signs up, whom the provider names. To add an identity to the signed-in
     *     user, see `GET /user/identities/authorize`.
     *     Failures are JSON, never redirects.
     */
    get: operations['authorize']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/callback': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * Come back from a provider
     * @description Where a provider sends the user's browser; not for applications to call. Signs in, signs up, accepts an invitation or
     *     links an identity, whatever the flow was started for, and leads on to the application: to
     *     `GOTRUE_EXTERNAL_REDIRECTURL`, else the `redirect_to` of the start, else the site URL. The state is good for one use.
     *     A user whose verified address is that of an existing account gets the identity added to that account. A new user
     *     whose address the provider did not verify gets a confirmation mail and is refused with
     *     `provider_email_needs_verification`, unless `GOTRUE_MAILER_AUTOCONFIRM` or
     *     `GOTRUE_MAILER_ALLOW_UNVERIFIED_EMAIL_SIGN_INS` is on.
     *
     *     Failures are redirects too, also those of hooks and database triggers, with `error`, `error_code` and
     *     `error_description`. `error` follows from the status that the failure would have: 400 `invalid_request`, 401
     *     `unauthorized_client`, 403 `access_denied`, 503 `temporarily_unavailable`, any other `server_error`; and
     *     `signup_disabled`, `user_banned` and `provider_email_needs_verification` are `access_denied`. Where the provider
     *     refused, `error` is its own word, and there is no `error_code`; where its answer could not be used or the custom access
     *     token hook refused, `error` is `server_error`, also without `error_code`.
     */
    get: operations['callback']
    put?: never
    /**
     * Come back from a provider by form
     * @description Like `GET /callback`, for providers that post a form to it (`response_mode=form_post`), as Apple does. `state`, `code`,
     *     `error` and `error_description` count in the query as well, the form has precedence.
     */
    post: operations['callbackFormPost']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/signup': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Sign up with e-mail or phone, or anonymously
     * @description Creates a user. Without `email` and `phone` it signs in anonymously.
     *     Where the address needs no confirmation (`mailer_autoconfirm`, `phone_autoconfirm` of `GET /settings`) the answer is
     *     a session; elsewhere it is the user, and a mail or text message with a code and a link is sent.
     *     For an address that is confirmed already the answer is a made-up user (random `id`, `role` empty,
     *     no `identities`), so that nobody can find out who has an account; no message is sent then.
     *     An address that a user of another audience has is a 500.
     */
    post: operations['signUp']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/recover': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Send a mail to recover an account
     * @description Sends a mail with a one-time code and a link, with which the user signs in without the password. Setting a new password
     *     is a call of its own afterwards (`PUT /user`).
     *     The answer is the same for an address that nobody has; no mail is sent then. The password stays as it is.
     *     A new mail makes the code and the link of the last one useless.
     *     Where e-mail sign-in is switched off the answer is 400 `email_provider_disabled`.
     */
    post: operations['recover']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/resend': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Send a confirmation message again
     * @description Sends the mail or text message of a sign-up, or of a change of address or phone number, once more with a new code;
     *     the old code is useless then. `email` and `phone` name the user's present address or number, not the new one.
     *     The answer is the same, and nothing is sent, for an unknown user, for one who is confirmed already, and for one without
     *     a pending change. Recovery mails and magic links are not sent again here: ask `POST /recover` or `POST /otp` once more.
     *     Where the way is switched off the answer is 400 `email_provider_disabled` or `phone_provider_disabled`.
     */
    post: operations['resend']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/magiclink': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Send a magic link
     * @description Sends a mail with a one-time code and a link that signs in. The same as `POST /otp` with `email`, save that it cannot be
     *     told to leave strangers alone: an address that nobody has is signed up, and the mail is then the one that confirms
     *     a sign-up (verify its code with the type `email` or `signup`).
     *     `data` counts for new users only. The answer says nothing about whether the user is new.
     *     Where e-mail sign-in or magic links are switched off the answer is 422 `email_provider_disabled`, where sign-up is
     *     switched off and the address is unknown or unconfirmed 422 `signup_disabled`.
     */
    post: operations['magicLink']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/otp': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Send a one-time code by mail or text message
     * @description With `email`, a mail with a one-time code and a link; with `phone`, a text or WhatsApp message with a code.
     *     `POST /verify` turns the code into a session. The code works once, and is replaced by the next one.
     *     A user who does not exist yet is signed up, unless `create_user` is `false`: then an unknown address is
     *     422 `otp_disabled`, and so is one that is no address at all.
     *     `data` counts for new users only. Where a way is switched off the answer is 422 `email_provider_disabled` or
     *     400 `phone_provider_disabled`; where sign-up is switched off and the user is new or unconfirmed, 422 `signup_disabled`.
     */
    post: operations['sendOtp']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/token': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Exchange credentials for a session
     * @description Starts a session, or continues one. `grant_type` in the query says which body is sent:
     *     - `password`: an address or phone number and the password. The address must be confirmed.
     *     - `refresh_token`: the refresh token of a session. Each works once. Presented again at once (within
     *       `GOTRUE_SECURITY_REFRESH_TOKEN_REUSE_INTERVAL`), or while its successor has not been used, the answer has the
     *       current one; later it is 400 `refresh_token_already_used`, and with rotation on (the default) the session is over
     *       as soon as that interval has passed: until then the current token still works.
     *     - `pkce`: the `code` of a redirect and its code verifier. A code works once; a wrong verifier does not use it up.
     *     - `id_token`: an OpenID Connect token of a provider, got by an app on its own. Signs up unknown users.
     *       With `link_identity` it adds the identity to the user whose access token is the bearer; that needs no
     *       manual-linking flag, and the `identities` in the answer are those from before.
     *     - `web3`: a message signed by a wallet. Signs up unknown users.
     *
     *     A bearer is looked at with `link_identity` only; then 401 and 403 `bad_jwt`, `session_not_found` and `user_not_found` are
     *     possible. A banned user is 400 `user_banned` with `password` and `refresh_token`, and 403 with `id_token` and `web3`.
     *     A CAPTCHA is asked for with `password` and `web3` only. The session of an OAuth client is refreshed at `POST /oauth/token`.
     *     `OAuthError` bodies occur with `id_token`, `web3` and `refresh_token`, always with status 400.
     */
    post: operations['grantToken']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/verify': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * Follow the link of a mail
     * @description The target of the links in mails: for browsers, not for programs. Confirms the address or signs in, and
     *     redirects to the app. The link works once, even if it was a mail scanner that followed it.
     *     Success and failure alike are 303; only a missing `token` or `type`, the rate limit and a failure of the server are JSON.
     *     A link of the PKCE flow (its token begins with `pkce_`) leads to a code for `POST /token?grant_type=pkce`, any other
     *     to tokens in the fragment.
     *     Of the two links of a secure e-mail change the first leads to a `message`, the second to the result.
     */
    get: operations['verifyLink']
    put?: never
    /**
     * Verify a one-time code
     * @description Turns a one-time code (with the address or phone number that it was sent to) or the token hash of a link into
     *     a session, and confirms the address. Each works once. A code from a mail is valid for `GOTRUE_MAILER_OTP_EXP`
     *     (default 86400 s), one from a text message for `GOTRUE_SMS_OTP_EXP` (default 60 s).
     *     A wrong, used or expired code, an unknown user and a type that does not fit are all 403 `otp_expired`.
     *     Where a change of address has to be confirmed from both addresses, the first of the two gives a message and no session;
     *     with `GOTRUE_MAILER_AUTOCONFIRM` either of the two is enough.
     *     The answer is a session in the PKCE flow too; only links lead to a code.
     */
    post: operations['verifyOtp']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/logout': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Sign out
     * @description Ends sessions of the user. GoTrue refuses their access tokens at once (403 `session_not_found`), services that only check
     *     the signature take them until they expire; their refresh tokens are gone.
     *     An access token without a session ends all sessions, whatever `scope` says. Takes no body.
     *     A session that has ended already is 403 `session_not_found`; that can be taken for success.
     */
    post: operations['logout']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/reauthenticate': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * Send a code that proves who is there
     * @description Sends a one-time code to the user's address, or to the phone number if there is no address. The code is the `nonce` of
     *     `PUT /user`, which asks for one when the password is changed in a session older than 24 hours and
     *     `GOTRUE_SECURITY_UPDATE_PASSWORD_REQUIRE_REAUTHENTICATION` is on. It is of no use for `POST /verify`.
     *     It works once, and the next one replaces it.
     *     A GET that sends a message: not to be prefetched or repeated.
     */
    get: operations['reauthenticate']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/user': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * Get the signed-in user
     * @description The user as the database has it now, while the claims of the access token are as old as the token. The server checks
     *     the token, its session and the user, so this also tells whether somebody is still signed in.
     */
    get: operations['getUser']
    /**
     * Change the signed-in user
     * @description Changes what is sent, and leaves the rest. A new address or phone number is only noted (`new_email`, `new_phone`) until
     *     the code or link sent to it is verified with the type `email_change` or `phone_change`; with secure e-mail change
     *     (`GOTRUE_MAILER_SECURE_EMAIL_CHANGE_ENABLED`, default on) the present address has to agree too.
     *     E-mail autoconfirm spares only anonymous users this, phone autoconfirm spares everybody.
     *     A new password ends the user's other sessions and makes all codes and links sent before useless. Depending on the
     *     server it needs `nonce` (400 `reauthentication_needed`) or `current_password` (400 `current_password_required`).
     *     A user with a verified factor needs an AAL2 session to change address, phone number or password
     *     (401 `insufficient_aal`); a user of a SAML provider cannot change them at all (422 `user_sso_managed`).
     *     An anonymous user becomes a permanent one by an address or phone number that is verified, and must have or send one
     *     to set a password. The access token keeps its old claims until the next refresh.
     */
    put: operations['updateUser']
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/user/identities/authorize': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * Start adding an identity of a provider
     * @description Like `GET /authorize`, but what comes back from the provider is added to the signed-in user. Browsers cannot send
     *     the bearer with a navigation, so ask for the address (`skip_http_redirect=true`) and go there.
     *     The flow ends at `GET /callback`: an identity that some user already has fails there (`identity_already_exists`).
     *     Needs `GOTRUE_SECURITY_MANUAL_LINKING_ENABLED` (else 404 `manual_linking_disabled`).
     */
    get: operations['linkIdentity']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/user/identities/{identity_id}': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post?: never
    /**
     * Remove an identity
     * @description Removes one of the signed-in user's identities; the last one stays. With the phone identity goes the phone number; when
     *     no identity with the user's address is left, the address of another one takes its place.
     *     Sessions go on, and the provider is not told.
     *     Needs `GOTRUE_SECURITY_MANUAL_LINKING_ENABLED` (else 404 `manual_linking_disabled`).
     */
    delete: operations['unlinkIdentity']
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/factors': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Add a second factor
     * @description Adds an unverified factor to the user. It counts once a first `POST /factors/{factor_id}/verify` has succeeded.
     *     A TOTP secret is shown in this answer only. Adding a phone sends nothing, the challenge does; an unverified factor
     *     with the same number is replaced. For WebAuthn the key is made between challenge and verification.
     *     Friendly names are unique for a user; having none counts as the empty name.
     *     A user with a verified factor needs an AAL2 session here. A user can have `GOTRUE_MFA_MAX_ENROLLED_FACTORS` factors
     *     (default 10). Factors that were neither challenged nor verified disappear after `GOTRUE_MFA_FACTOR_EXPIRY_DURATION`
     *     (default 5 minutes) at somebody's next enrolment.
     *     `GOTRUE_MFA_TOTP_ENROLL_ENABLED` (default on), `GOTRUE_MFA_PHONE_ENROLL_ENABLED` and
     *     `GOTRUE_MFA_WEB_AUTHN_ENROLL_ENABLED` (default off) allow the types; else 422 `mfa_…_enroll_not_enabled`.
     *     A TOTP factor for a user without an e-mail address is a 500. Anonymous users are refused.
     */
    post: operations['enrollFactor']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/factors/{factor_id}/challenge': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Start a verification
     * @description Opens a challenge, good for `GOTRUE_MFA_CHALLENGE_EXPIRY_DURATION` seconds (default and minimum 300) and for
     *     requests from the same IP address only.
     *     A phone gets a one-time code of `GOTRUE_MFA_PHONE_OTP_LENGTH` digits (6 to 10, default 6), at most one in
     *     `GOTRUE_MFA_PHONE_MAX_FREQUENCY` (default 1 minute) for a factor. TOTP sends nothing. For WebAuthn the answer has the
     *     options for the browser: `create` while the factor is unverified, `request` afterwards, then for all WebAuthn factors of the user.
     *     The body is needed for phone and WebAuthn, at least `{}`; TOTP never reads it.
     *     `GOTRUE_MFA_TOTP_VERIFY_ENABLED` (default on), `GOTRUE_MFA_PHONE_VERIFY_ENABLED` and
     *     `GOTRUE_MFA_WEB_AUTHN_VERIFY_ENABLED` (default off) allow the types; else 422 `mfa_…_verify_not_enabled`.
     *     When the text message cannot be sent the answer is a 500. Anonymous users are refused.
     */
    post: operations['challengeFactor']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/factors/{factor_id}/verify': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Verify a factor, and raise the session to AAL2
     * @description Checks the one-time code or the browser's WebAuthn answer to a challenge. On success the factor is verified, and the
     *     session gets new tokens with `aal` `aal2`: the former refresh token is spent, the former access token stays valid
     *     until it expires. All sessions of the user that are still AAL1 end, and the user's other unverified factors of this type
     *     are removed. A first verification is told to the user by mail where the server's notifications for it are on.
     *     A success uses up the challenge, a wrong code does not. An expired challenge is removed.
     *     The MFA verification hook can refuse (403 `mfa_verification_rejected`), which ends all sessions of the user.
     *     A WebAuthn answer that does not fit the challenge or the key is a 500. Anonymous users are refused.
     */
    post: operations['verifyFactor']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/factors/{factor_id}': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post?: never
    /**
     * Remove a factor
     * @description Removes a factor of the user. A verified one can be removed in an AAL2 session only. Sessions that were raised with
     *     this factor fall back to AAL1, which shows in the access token after the next refresh. The removal is told to
     *     the user by mail where the server's notifications for it are on. Anonymous users are refused.
     */
    delete: operations['unenrollFactor']
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/passkeys/authentication/options': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Start a sign-in with a passkey
     * @description Opens a challenge, and returns what the browser needs to ask for any passkey of this site; nobody is named.
     *     The challenge is good for `GOTRUE_WEBAUTHN_CHALLENGE_EXPIRY_DURATION` (default 5 minutes).
     *     The body is read only where the server asks for CAPTCHA tokens, and must be JSON then.
     *     Needs `GOTRUE_PASSKEY_ENABLED` (else 404 `passkey_disabled`).
     */
    post: operations['getPasskeyAuthenticationOptions']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/passkeys/authentication/verify': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Sign in with a passkey
     * @description Checks the browser's answer to the challenge, and signs in the user that it names (`userHandle`). Any verification uses
     *     up the challenge, a failed one too. The e-mail address and the phone number that the user has must be confirmed.
     *     There is no CAPTCHA and no rate limit here. Needs `GOTRUE_PASSKEY_ENABLED` (else 404 `passkey_disabled`).
     */
    post: operations['verifyPasskeyAuthentication']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/passkeys/registration/options': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Start the registration of a passkey
     * @description Opens a challenge, and returns what the browser needs to make a passkey for the user; a body is not read.
     *     The challenge is good for `GOTRUE_WEBAUTHN_CHALLENGE_EXPIRY_DURATION` (default 5 minutes).
     *     A user with a verified second factor needs an AAL2 session. Anonymous and SSO users are refused. A user can have
     *     `GOTRUE_PASSKEY_MAX_PASSKEYS_PER_USER` passkeys (default 10).
     *     Needs `GOTRUE_PASSKEY_ENABLED` (else 404 `passkey_disabled`).
     */
    post: operations['getPasskeyRegistrationOptions']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/passkeys/registration/verify': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Register a passkey
     * @description Checks the browser's answer to the challenge, and adds the passkey to the user. Any verification uses up the
     *     challenge, a failed one too. The passkey is named after its maker if the server knows it, else `Passkey`.
     *     A key that is registered already, by whomever, is a 500.
     *     A user with a verified second factor needs an AAL2 session. Anonymous and SSO users are refused.
     *     Needs `GOTRUE_PASSKEY_ENABLED` (else 404 `passkey_disabled`).
     */
    post: operations['verifyPasskeyRegistration']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/passkeys': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * List the user's passkeys
     * @description Lists all passkeys of the user, on one page. Needs `GOTRUE_PASSKEY_ENABLED` (else 404 `passkey_disabled`).
     */
    get: operations['listPasskeys']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/passkeys/{passkey_id}': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post?: never
    /**
     * Delete a passkey
     * @description Deletes a passkey of the user. Sessions that were begun with it go on. A user with a verified second factor needs an
     *     AAL2 session. Needs `GOTRUE_PASSKEY_ENABLED` (else 404 `passkey_disabled`).
     */
    delete: operations['deletePasskey']
    options?: never
    head?: never
    /**
     * Rename a passkey
     * @description Gives a passkey of the user another name; names need not differ. Unlike registration and deletion this asks for no AAL2.
     *     Needs `GOTRUE_PASSKEY_ENABLED` (else 404 `passkey_disabled`).
     */
    patch: operations['updatePasskey']
    trace?: never
  }
  '/sso': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Start a sign-in with SAML
     * @description Sends the browser to the identity provider that the domain is assigned to, or that is named. It posts the user back to
     *     `/sso/saml/acs`, which leads on to the application. With `code_challenge` that ends with a code for
     *     `POST /token?grant_type=pkce`, without it with tokens in the fragment.
     *     Needs `GOTRUE_SAML_ENABLED` (else 404 `saml_provider_disabled`).
     */
    post: operations['signInWithSso']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/sso/saml/metadata': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * Read the SAML metadata of the server
     * @description What an identity provider needs to know of GoTrue as a service provider. May be kept for 10 minutes, for 1 minute while
     *     a change of keys is under way.
     *     Needs `GOTRUE_SAML_ENABLED` (else 404 `saml_provider_disabled`).
     */
    get: operations['getSamlMetadata']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/sso/saml/acs': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Come back from a SAML identity provider
     * @description The assertion consumer service: where the identity provider posts the user's browser; not for applications to call.
     *     Signs the user in, or up, and leads on to the application: to the `redirect_to` of `POST /sso`, or the `RelayState` with
     *     which the identity provider began, else to the site URL. A `RelayState` of `POST /sso` is good for one use.
     *     A user of an identity provider is never one of the other users, even with the same e-mail address. The assertion has to
     *     have a persistent subject identifier and an e-mail address, which counts as confirmed.
     *
     *     Failures are redirects too, also those of hooks and database triggers. `error` follows from the status that the failure
     *     would have: 400 `invalid_request`, 403 `access_denied`, any other `server_error`; `signup_disabled` and `user_banned`
     *     are `access_denied`. Only the two below are JSON.
     *     Needs `GOTRUE_SAML_ENABLED` (else 404 `saml_provider_disabled`).
     */
    post: operations['samlAcs']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/oauth/clients/register': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Register an OAuth client
     * @description Dynamic client registration (RFC 7591): anyone who can reach the server registers an application.
     *     The secret of a confidential client is in this answer and never again; the server keeps a hash.
     *     `response_types`, `scope`, `contacts` and other metadata of the RFC are ignored. There is no registration access token:
     *     later changes need an admin token.
     *     Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`) and
     *     `GOTRUE_OAUTH_SERVER_ALLOW_DYNAMIC_REGISTRATION` (else 403 `oauth_dynamic_client_registration_disabled`).
     */
    post: operations['registerOauthClient']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/oauth/token': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Exchange a code or refresh token of an OAuth client
     * @description The token endpoint of OAuth 2.1, for the applications that users signed in to. The body is JSON where `Content-Type`
     *     contains `application/json`, else a form.
     *     - `authorization_code`: starts a session of the user for this client. A code works once; a wrong verifier, client or
     *       `redirect_uri` does not use it up. It dies with its authorization request, `GOTRUE_OAUTH_SERVER_AUTHORIZATION_TTL`
     *       (default 10 min) after `GET /oauth/authorize`.
     *     - `refresh_token`: continues it. The rules of `grant_type=refresh_token` at `POST /token` apply, and the session must be
     *       this client's.
     *
     *     A client authenticates in the way that it is registered for, and in no other: HTTP Basic (`client_secret_basic`),
     *     `client_id` and `client_secret` in the body (`client_secret_post`), or `client_id` alone (`none`). With Basic those of the
     *     body are ignored.
     *     The access token serves at `GET /oauth/userinfo` and, as any other, at user endpoints. It has the claims `client_id` and
     *     `scope`.
     *     An ID token comes with the scope `openid`, at the exchange of the code only. It needs an asymmetric signing key: with
     *     HS256 the answer is a 500, and the code is used up.
     *     Failed client authentication is 400 `invalid_credentials`, so is a body that cannot be read; the protocol's errors are
     *     `OAuthError` bodies; a refresh fails as at `POST /token`. There is no 401 and no rate limit.
     *     The custom access token hook may refuse. Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
     */
    post: operations['oauthToken']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/oauth/userinfo': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * Get the claims of the signed-in user
     * @description The UserInfo endpoint of OpenID Connect. `sub` is always there; `email`, `profile` and `phone` add their claims if the
     *     session has that scope. The access token of an ordinary session, which has no scopes, gets `sub` alone.
     *     A claim without a value is absent. Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
     */
    get: operations['getOauthUserinfo']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/oauth/authorize': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * Ask a user for authorization
     * @description The authorization endpoint of OAuth 2.1: an application sends the user's browser here. Not to be confused with
     *     `GET /authorize`, where GoTrue itself is the application.
     *     The request is stored for `GOTRUE_OAUTH_SERVER_AUTHORIZATION_TTL` (default 10 min), and the browser is sent on to the
     *     consent page, `GOTRUE_OAUTH_SERVER_AUTHORIZATION_PATH` on the site URL. That page signs the user in if need be, calls
     *     `GET /oauth/authorizations/{authorization_id}` and then `POST /oauth/authorizations/{authorization_id}/consent`.
     *     While the client or `redirect_uri` is in doubt, failures are JSON; any later one is told to the application by a redirect.
     *     PKCE is mandatory. Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
     */
    get: operations['oauthAuthorize']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/oauth/authorizations/{authorization_id}': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * Get an authorization request
     * @description For the consent page: who asks for which scopes. The first call makes the request the signed-in user's; to anyone else it
     *     is 404 from then on.
     *     If the user has granted this client all these scopes before, the request is approved at once and the answer is the address
     *     to send the browser to. That address comes once: asked again, an approved request is 400 `validation_failed`.
     *     The two answers differ by `authorization_id`.
     *     A browser's `Origin` must be allowed: that of the site URL, a loopback address or a match of `GOTRUE_URI_ALLOW_LIST`,
     *     where an entry with a path does not match a bare origin.
     *     Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
     */
    get: operations['getOauthAuthorization']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/oauth/authorizations/{authorization_id}/consent': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Approve or deny an authorization request
     * @description Records the user's decision, which is final for this request. The same user must have got the request with
     *     `GET /oauth/authorizations/{authorization_id}` before, else it is 404.
     *     An approval is remembered as a grant: the next request of this client for the same scopes or fewer needs no consent.
     *     A denial is not remembered. Either way the answer is the address to send the browser to.
     *     The rule for `Origin` is that of the `GET`. Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
     */
    post: operations['consentOauthAuthorization']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/user/oauth/grants': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * List the user's grants
     * @description Which OAuth clients the user has granted what, the latest first, all on one page. Revoked grants and deleted clients are
     *     left out. Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
     */
    get: operations['listOauthGrants']
    put?: never
    post?: never
    /**
     * Revoke a grant
     * @description Takes back what the user has granted a client, and ends all its sessions for this user: its refresh tokens are gone, its
     *     access tokens are 403 `session_not_found` at once. The client is not told, and must ask for consent again.
     *     Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
     */
    delete: operations['revokeOauthGrant']
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/invite': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Invite a user by mail
     * @description Creates an unconfirmed user and sends an invitation with a one-time link to the address, even where mail addresses need
     *     no confirmation. An unconfirmed user can be invited again, which makes the link before invalid; `data` is ignored then.
     *     The user sets a password after following the link.
     *     Works while sign-ups are switched off. The before-user-created hook can refuse a new user.
     *     An address that a user of another audience has is a 500.
     */
    post: operations['inviteUser']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/admin/users': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * List users
     * @description Lists the users of the audience, newest first, without their identities (null) and factors (absent).
     *     Softly deleted users are listed too.
     *     Pages are counted by `page` and `per_page`. Where `GOTRUE_EXPERIMENTAL_CURSOR_PAGINATION_ENABLED` is on and neither is
     *     sent, `limit` and `cursor` page instead: the answer then has `pagination`, a `Link` to the next page only,
     *     and no `X-Total-Count`. Otherwise `limit` and `cursor` have no effect.
     */
    get: operations['adminListUsers']
    put?: never
    /**
     * Create a user
     * @description Creates a user with an e-mail address, a phone number or both, each unconfirmed unless told otherwise. Sends nothing and
     *     asks no hook. Works while sign-ups are switched off. The strength of the password is not checked; without
     *     `password` and `password_hash`, or with an empty `password`, a random password is set that nobody knows.
     *     A password over 72 bytes, a hash in another format, and an `id` that exists already are a 500.
     *     An address or number that a user of another audience has is a 500.
     */
    post: operations['adminCreateUser']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/admin/users/{user_id}': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * Get a user
     * @description Returns a user of any audience with identities and factors. Softly deleted users can still be read.
     */
    get: operations['adminGetUser']
    /**
     * Change a user
     * @description Changes what is sent and keeps the rest; metadata is merged key by key, and a key set to null is removed. Addresses
     *     change at once. Sends nothing. A new password is checked for strength, and ends all sessions of the user.
     *     `id`, `aud` and `password_hash` are ignored here. `email_confirm: false` and `phone_confirm: false` take no confirmation
     *     back. An address that another user has is a 500, in the initial API version with the database's error
     *     (code `23505`).
     */
    put: operations['adminUpdateUser']
    post?: never
    /**
     * Delete a user
     * @description Deletes a user with everything that belongs to it. With `should_soft_delete` the row stays: addresses and identities are
     *     replaced by hashes, metadata is emptied, factors, passkeys and sessions are deleted, and the user cannot
     *     sign in any more; a second soft deletion changes nothing. The answer is empty, not the user.
     *     The body is optional. One over 1 MiB is not read, and the deletion is not a soft one then.
     */
    delete: operations['adminDeleteUser']
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/admin/users/{user_id}/factors': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * List a user's factors
     * @description Lists all second factors of a user, unverified ones too, on one page.
     */
    get: operations['adminListFactors']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/admin/users/{user_id}/factors/{factor_id}': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    get?: never
    /**
     * Change a user's factor
     * @description Changes the name of a factor, and the number of a phone factor (`phone` is ignored for other types). The status stays as
     *     it is, and the user is not told.
     *     A name that another factor of the user has is a 500.
     */
    put: operations['adminUpdateFactor']
    post?: never
    /**
     * Delete a user's factor
     * @description Deletes a factor, verified or not; the user is not told. Sessions that were raised with it fall back to AAL1,
     *     which shows in their access tokens after the next refresh.
     */
    delete: operations['adminDeleteFactor']
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/admin/users/{user_id}/passkeys': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * List a user's passkeys
     * @description Lists all passkeys of a user, on one page, even while passkeys are switched off.
     */
    get: operations['adminListPasskeys']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/admin/users/{user_id}/passkeys/{passkey_id}': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post?: never
    /**
     * Delete a user's passkey
     * @description Deletes a passkey of a user, even while passkeys are switched off. Sessions that were begun with it go on.
     */
    delete: operations['adminDeletePasskey']
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/admin/generate_link': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Make a link or one-time code without sending it
     * @description Returns the link, the one-time code and the token hash that a mail would have had, for sending them by other means.
     *     Sends nothing, is under no mail limit, and works while sign-ups are switched off.
     *     `signup` and `invite` create the user if there is none, and so does `magiclink`, as a sign-up with a random password
     *     (`verification_type` is `signup` then). The before-user-created hook can refuse a new user.
     *     Each call replaces the user's earlier link and code of the same kind.
     *     The links of `email_change_current` and `email_change_new` are the two halves of a change of address, both needed where
     *     secure e-mail change is on, else only the second. Of `email_change_new` only `action_link` and `email_otp` work: the
     *     `hashed_token` verifies nothing.
     */
    post: operations['adminGenerateLink']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/admin/audit': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * List the audit log
     * @description Lists the audit log of all audiences, newest entry first. Nothing new is in it where
     *     `GOTRUE_AUDIT_LOG_DISABLE_POSTGRES` is on.
     *     A page far beyond the end (page × per_page over the range of a 64-bit number) is a 500.
     */
    get: operations['adminListAuditLog']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/admin/sso/providers': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * List the SSO providers
     * @description All SAML identity providers, without their `metadata_xml` and without pages. Works with SAML switched off, too.
     */
    get: operations['adminListSsoProviders']
    put?: never
    /**
     * Create an SSO provider
     * @description Adds a SAML identity provider, by its metadata or the address of it. Works with SAML switched off, too.
     *     Bad metadata is not always 400: what is not XML or not SAML metadata, and an address that cannot be reached,
     *     are 500, as is a `resource_id` that another provider has.
     */
    post: operations['adminCreateSsoProvider']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/admin/sso/providers/{idp_id}': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * Get an SSO provider
     * @description A SAML identity provider with its `metadata_xml`. Works with SAML switched off, too.
     */
    get: operations['adminGetSsoProvider']
    /**
     * Change an SSO provider
     * @description Changes what the body names and keeps the rest: `domains` left out keeps them, `[]` removes them all;
     *     `attribute_mapping` replaces all keys.
     *     `name_id_format` is stored only if metadata or a changed `attribute_mapping` comes with it; leaving it out then clears
     *     it. On its own it changes nothing.
     *     Bad metadata is not always 400: what is not XML or not SAML metadata, and an address that cannot be reached,
     *     are 500.
     */
    put: operations['adminUpdateSsoProvider']
    post?: never
    /**
     * Delete an SSO provider
     * @description Removes a SAML identity provider with its domains, and returns what it was. Its users stay, and their sessions go on,
     *     but they cannot sign in with it any more.
     */
    delete: operations['adminDeleteSsoProvider']
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/admin/oauth/clients': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * List the OAuth clients
     * @description Lists all clients that were not deleted, without their secrets, on one page: `page` and `per_page` change nothing.
     *     Without clients the answer is `{}`. Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
     */
    get: operations['adminListOauthClients']
    put?: never
    /**
     * Create an OAuth client
     * @description Registers an application by hand, whether or not clients may register themselves; the rules are those of
     *     `POST /oauth/clients/register`. The secret of a confidential client is in this answer; after that it can only be replaced.
     *     Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
     */
    post: operations['adminCreateOauthClient']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/admin/oauth/clients/{client_id}': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * Get an OAuth client
     * @description Returns one client, without its secret. Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
     */
    get: operations['adminGetOauthClient']
    /**
     * Change an OAuth client
     * @description Changes the fields that are sent. Sessions and grants of the client stay. The type of a client cannot change, so a public
     *     client cannot get another method than `none`, nor a confidential one that.
     *     Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
     */
    put: operations['adminUpdateOauthClient']
    post?: never
    /**
     * Delete an OAuth client
     * @description Makes a client unknown to all endpoints, softly: the row stays in the database. The client can no longer get or refresh
     *     tokens; access tokens that it holds live until they expire.
     *     Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
     */
    delete: operations['adminDeleteOauthClient']
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/admin/oauth/clients/{client_id}/regenerate_secret': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Replace the secret of an OAuth client
     * @description Gives a confidential client a new secret, which is in this answer and never again. The old one stops working at once;
     *     sessions of the client stay. There is no body. Needs `GOTRUE_OAUTH_SERVER_ENABLED` (else 404 `feature_disabled`).
     */
    post: operations['adminRegenerateOauthClientSecret']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/admin/custom-providers': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * List the custom providers
     * @description Lists all custom providers, the latest first, on one page.
     *     Needs `GOTRUE_CUSTOM_OAUTH_ENABLED` (default on; else 404 `feature_disabled`).
     */
    get: operations['adminListCustomProviders']
    put?: never
    /**
     * Add a custom provider
     * @description Adds a provider that users can sign in with as with the built-in ones, under its identifier.
     *     The hosts of all URLs are resolved, and the discovery document of an `oidc` provider is fetched, so the server needs the
     *     network for it. The other URLs are not called.
     *     What only the database checks (characters and length of the identifier, lengths of the other texts) is a 500.
     *     `GOTRUE_CUSTOM_OAUTH_MAX_PROVIDERS` (default 0, no limit) is their highest number.
     *     Needs `GOTRUE_CUSTOM_OAUTH_ENABLED` (default on; else 404 `feature_disabled`).
     */
    post: operations['adminCreateCustomProvider']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/admin/custom-providers/{identifier}': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * Get a custom provider
     * @description Returns one custom provider, without its client secret.
     *     Needs `GOTRUE_CUSTOM_OAUTH_ENABLED` (default on; else 404 `feature_disabled`).
     */
    get: operations['adminGetCustomProvider']
    /**
     * Change a custom provider
     * @description Changes the fields that are sent; `{}` changes nothing. Lists and maps are replaced as a whole.
     *     With `issuer` or `discovery_url`, the discovery document of an `oidc` provider is fetched again.
     *     A text that is too long for the database is a 500.
     *     Needs `GOTRUE_CUSTOM_OAUTH_ENABLED` (default on; else 404 `feature_disabled`).
     */
    put: operations['adminUpdateCustomProvider']
    post?: never
    /**
     * Delete a custom provider
     * @description Deletes a provider for good: nobody can sign in with it any more. Users who did keep their accounts, sessions and
     *     identities. Needs `GOTRUE_CUSTOM_OAUTH_ENABLED` (default on; else 404 `feature_disabled`).
     */
    delete: operations['adminDeleteCustomProvider']
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/scim/v2/ServiceProviderConfig': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * Read what the SCIM server can do
     * @description Experimental: no feature is supported yet, and there are no resources such as users. It names a bearer token as the way
     *     to authenticate, yet nothing below `/scim/v2` asks for one.
     *     Needs `GOTRUE_EXPERIMENTAL_SCIM_ENABLED` (else 404 `feature_disabled`).
     */
    get: operations['getScimServiceProviderConfig']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/scim/v2/ResourceTypes': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * List the SCIM resource types
     * @description Experimental: the list is empty.
     *     Needs `GOTRUE_EXPERIMENTAL_SCIM_ENABLED` (else 404 `feature_disabled`).
     */
    get: operations['listScimResourceTypes']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/scim/v2/Schemas': {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /**
     * List the SCIM schemas
     * @description Experimental: the list is empty.
     *     Needs `GOTRUE_EXPERIMENTAL_SCIM_ENABLED` (else 404 `feature_disabled`).
     */
    get: operations['listScimSchemas']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
}
export type webhooks = Record<string, never>
export interface components {
  schemas: {
    /**
     * @description What went wrong. Stable across versions of the server, while messages are not. Known to the server, but sent by none of
     *     its operations today: `email_address_not_provided`, `webauthn_credential_exists`, `webauthn_credential_not_found`.
     */
    ErrorCode:
      | (
          | 'anonymous_provider_disabled'
          | 'bad_code_verifier'
          | 'bad_json'
          | 'bad_jwt'
          | 'bad_oauth_callback'
          | 'bad_oauth_state'
          | 'captcha_failed'
          | 'conflict'
          | 'current_password_invalid'
          | 'current_password_required'
          | 'custom_provider_not_found'
          | 'email_address_invalid'
          | 'email_address_not_authorized'
          | 'email_address_not_provided'
          | 'email_conflict_identity_not_deletable'
          | 'email_exists'
          | 'email_not_confirmed'
          | 'email_provider_disabled'
          | 'feature_disabled'
          | 'flow_state_already_used'
          | 'flow_state_expired'
          | 'flow_state_not_found'
          | 'hook_payload_invalid_content_type'
          | 'hook_payload_over_size_limit'
          | 'hook_timeout'
          | 'hook_timeout_after_retry'
          | 'identity_already_exists'
          | 'identity_not_found'
          | 'insufficient_aal'
          | 'invalid_credentials'
          | 'invite_not_found'
          | 'manual_linking_disabled'
          | 'mfa_challenge_expired'
          | 'mfa_factor_name_conflict'
          | 'mfa_factor_not_found'
          | 'mfa_ip_address_mismatch'
          | 'mfa_phone_enroll_not_enabled'
          | 'mfa_phone_verify_not_enabled'
          | 'mfa_totp_enroll_not_enabled'
          | 'mfa_totp_verify_not_enabled'
          | 'mfa_verification_failed'
          | 'mfa_verification_rejected'
          | 'mfa_verified_factor_exists'
          | 'mfa_webauthn_enroll_not_enabled'
          | 'mfa_webauthn_verify_not_enabled'
          | 'no_authorization'
          | 'not_admin'
          | 'oauth_authorization_not_found'
          | 'oauth_client_not_found'
          | 'oauth_client_state_expired'
          | 'oauth_client_state_not_found'
          | 'oauth_consent_not_found'
          | 'oauth_dynamic_client_registration_disabled'
          | 'oauth_invalid_state'
          | 'oauth_provider_not_supported'
          | 'otp_disabled'
          | 'otp_expired'
          | 'over_custom_provider_quota'
          | 'over_email_send_rate_limit'
          | 'over_request_rate_limit'
          | 'over_sms_send_rate_limit'
          | 'passkey_disabled'
          | 'phone_exists'
          | 'phone_not_confirmed'
          | 'phone_provider_disabled'
          | 'provider_disabled'
          | 'provider_email_needs_verification'
          | 'reauthentication_needed'
          | 'reauthentication_not_valid'
          | 'refresh_token_already_used'
          | 'refresh_token_not_found'
          | 'request_entity_too_large'
          | 'request_timeout'
          | 'same_password'
          | 'saml_assertion_no_email'
          | 'saml_assertion_no_user_id'
          | 'saml_entity_id_mismatch'
          | 'saml_idp_already_exists'
          | 'saml_idp_not_found'
          | 'saml_metadata_fetch_failed'
          | 'saml_provider_disabled'
          | 'saml_relay_state_expired'
          | 'saml_relay_state_not_found'
          | 'session_expired'
          | 'session_not_found'
          | 'signup_disabled'
          | 'single_identity_not_deletable'
          | 'sms_send_failed'
          | 'sso_domain_already_exists'
          | 'sso_provider_disabled'
          | 'sso_provider_not_found'
          | 'too_many_enrolled_mfa_factors'
          | 'too_many_passkeys'
          | 'unexpected_audience'
          | 'unexpected_failure'
          | 'unknown'
          | 'user_already_exists'
          | 'user_banned'
          | 'user_not_found'
          | 'user_sso_managed'
          | 'validation_failed'
          | 'weak_password'
          | 'web3_provider_disabled'
          | 'web3_unsupported_chain'
          | 'webauthn_challenge_expired'
          | 'webauthn_challenge_not_found'
          | 'webauthn_credential_exists'
          | 'webauthn_credential_not_found'
          | 'webauthn_verification_failed'
        )
      | components['schemas']['OpenString']
    /** @description The error body without `X-Supabase-Api-Version`. */
    ApiError: {
      /**
       * @description The HTTP status.
       * @example 422
       */
      code: number
      error_code: components['schemas']['ErrorCode']
      /** @description For people, in English. Don't compare it. */
      msg: string
      /** @description The request id, with most failures of status 500 and above. */
      error_id?: string
      weak_password?: components['schemas']['WeakPasswordReasons']
    }
    /** @description The error body with `X-Supabase-Api-Version: 2024-01-01` or later. */
    ApiError20240101: {
      code: components['schemas']['ErrorCode']
      /** @description For people, in English. Don't compare it. */
      message: string
      weak_password?: components['schemas']['WeakPasswordReasons']
    }
    /** @description Why a password was called weak, with the error code `weak_password` only. */
    WeakPasswordReasons: {
      reasons?: (('length' | 'characters' | 'pwned') | components['schemas']['OpenString'])[]
    }
    /** @description The database's own refusal, passed on without `X-Supabase-Api-Version`. */
    PostgresError: {
      /**
       * @description The SQLSTATE: of class 23 (a constraint), `P0001` (an exception) or `PTnnn` (a status chosen by a trigger).
       * @example 23505
       */
      code: string
      message: string
      hint?: string
      detail?: string
    }
    /** @description The error body of OAuth 2 (RFC 6749, section 5.2). GoTrue sends it with status 400 only. */
    OAuthError: {
      /** @description Some values have a blank, against the RFC. */
      error:
        | (
            | 'invalid_request'
            | 'invalid_client'
            | 'invalid_grant'
            | 'unsupported_grant_type'
            | 'access_denied'
            | 'server_error'
            | 'invalid request'
            | 'invalid nonce'
          )
        | components['schemas']['OpenString']
      error_description?: string
    }
    ErrorBody: components['schemas']['ApiError'] | components['schemas']['ApiError20240101']
    ErrorBodyOrPostgresError:
      components['schemas']['ApiError'] | components['schemas']['ApiError20240101'] | components['schemas']['PostgresError']
    ErrorBodyOrOAuthError:
      components['schemas']['ApiError'] | components['schemas']['ApiError20240101'] | components['schemas']['OAuthError']
    SignUpBody:
      components['schemas']['EmailSignUp'] | components['schemas']['PhoneSignUp'] | components['schemas']['AnonymousSignUp']
    ResendBody:
      | components['schemas']['SignUpMailAgain']
      | components['schemas']['EmailChangeMailAgain']
      | components['schemas']['PhoneConfirmationAgain']
      | components['schemas']['PhoneChangeMessageAgain']
    SendOtpBody: components['schemas']['EmailOtp'] | components['schemas']['PhoneOtp']
    GrantTokenBody:
      | components['schemas']['EmailPasswordGrant']
      | components['schemas']['PhonePasswordGrant']
      | components['schemas']['RefreshTokenGrant']
      | components['schemas']['PkceGrant']
      | components['schemas']['IdTokenGrant']
      | components['schemas']['IssuerIdTokenGrant']
      | components['schemas']['SolanaGrant']
      | components['schemas']['EthereumGrant']
    VerifyOtpBody:
      | components['schemas']['EmailOtpVerification']
      | components['schemas']['PhoneOtpVerification']
      | components['schemas']['TokenHashVerification']
    EnrollFactorBody:
      | components['schemas']['TotpFactorEnrollment']
      | components['schemas']['PhoneFactorEnrollment']
      | components['schemas']['WebauthnFactorEnrollment']
    VerifyFactorBody: components['schemas']['CodeFactorVerification'] | components['schemas']['WebauthnFactorVerification']
    SignInWithSsoBody: components['schemas']['SsoByDomain'] | components['schemas']['SsoByProvider']
    RegisterOauthClientBody:
      components['schemas']['ConfidentialOAuthClientRegistration'] | components['schemas']['PublicOAuthClientRegistration']
    AdminCreateUserBody: components['schemas']['NewEmailUser'] | components['schemas']['NewPhoneUser']
    AdminGenerateLinkBody:
      | components['schemas']['AdminSignUpLink']
      | components['schemas']['AdminInviteLink']
      | components['schemas']['AdminMagicLink']
      | components['schemas']['AdminRecoveryLink']
      | components['schemas']['AdminCurrentEmailChangeLink']
      | components['schemas']['AdminNewEmailChangeLink']
    AdminCreateSsoProviderBody: components['schemas']['SamlProviderFromXml'] | components['schemas']['SamlProviderFromUrl']
    AdminCreateOauthClientBody:
      components['schemas']['ConfidentialOAuthClientRegistration'] | components['schemas']['PublicOAuthClientRegistration']
    AdminCreateCustomProviderBody:
      components['schemas']['NewCustomOAuthProvider'] | components['schemas']['NewCustomOidcProvider']
    /** @description An `EntityDescriptor` (SAML 2.0 metadata), as XML. */
    SamlMetadata: string
    /** @description Needed where `GOTRUE_SECURITY_CAPTCHA_ENABLED` is on, unless the bearer token is an admin's. */
    CaptchaToken: {
      /**
       * @description The answer of hCaptcha or Turnstile.
       * @example 10000000-aaaa-bbbb-cccc-000000000001
       */
      captcha_token?: string
    }
    /**
     * @description The PKCE code challenge (RFC 7636), 43 to 128 characters. Send it together with `code_challenge_method`.
     *     Null and an empty string mean none.
     * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
     */
    CodeChallenge: string | null
    /**
     * @description How the code challenge was made, in any case. Always use `s256`. Null means none.
     * @example s256
     */
    CodeChallengeMethod: string | null
    /**
     * @description How a message to a phone is sent.
     * @default sms
     * @enum {string}
     */
    MessageChannel: 'sms' | 'whatsapp'
    /** @description A user, as the user and administrators see it. */
    User: {
      /** Format: uuid */
      id: string
      /**
       * @description The audience that the user belongs to.
       * @example authenticated
       */
      aud: string
      /**
       * @description The role in the user's access tokens. Empty in the answer that hides an existing user at sign-up.
       * @example authenticated
       */
      role: string
      /**
       * @description The e-mail address; empty when there is none, never null.
       * @example ada@example.com
       */
      email: string
      /** Format: date-time */
      email_confirmed_at?: string
      /** Format: date-time */
      invited_at?: string
      /**
       * @description The phone number without `+`; empty when there is none, never null.
       * @example 15551230001
       */
      phone: string
      /** Format: date-time */
      phone_confirmed_at?: string
      /** Format: date-time */
      confirmation_sent_at?: string
      /**
       * Format: date-time
       * @description The earlier of `email_confirmed_at` and `phone_confirmed_at`. Made by the database, so absent until the row was read again.
       */
      confirmed_at?: string
      /** Format: date-time */
      recovery_sent_at?: string
      /** @description The address that waits for its confirmation. */
      new_email?: string
      /** Format: date-time */
      email_change_sent_at?: string
      /** @description The phone number that waits for its confirmation. */
      new_phone?: string
      /** Format: date-time */
      phone_change_sent_at?: string
      /** Format: date-time */
      reauthentication_sent_at?: string
      /** Format: date-time */
      last_sign_in_at?: string
      app_metadata: components['schemas']['AppMetadata']
      user_metadata: components['schemas']['UserMetadata']
      /** @description Absent when there are none, and in lists of users. */
      factors?: components['schemas']['Factor'][]
      /** @description Null in lists of users, empty for anonymous users and in the answer that hides an existing user at sign-up. */
      identities: components['schemas']['Identity'][] | null
      /** Format: date-time */
      created_at: string
      /** Format: date-time */
      updated_at: string
      /** Format: date-time */
      banned_until?: string
      /**
       * Format: date-time
       * @description When the user was deleted softly.
       */
      deleted_at?: string
      is_anonymous: boolean
    }
    /** @description What the server and administrators keep about the user. Empty for a fresh anonymous user. */
    AppMetadata: {
      /**
       * @description The provider of the first sign-in.
       * @example email
       */
      provider?: string
      /**
       * @example [
       *       "email"
       *     ]
       */
      providers?: string[]
    } & {
      [key: string]: unknown
    }
    /** @description What the user keeps, and may change. Null only after a user was created with `password_hash`, without metadata and without `email_confirm`. */
    UserMetadata: {
      [key: string]: unknown
    } | null
    /** @description One way in which a user can sign in. */
    Identity: {
      /** Format: uuid */
      identity_id: string
      /** @description The user's id at the provider, not a UUID in general. Equal to `user_id` for e-mail and phone. */
      id: string
      /** Format: uuid */
      user_id: string
      /** @description What the provider says of the user. Absent after a soft deletion. */
      identity_data?: {
        [key: string]: unknown
      }
      /**
       * @description The provider's name, `email`, `phone`, `web3`, `custom:…` or `sso:<uuid>`.
       * @example email
       */
      provider: string
      /** Format: date-time */
      last_sign_in_at?: string
      /** Format: date-time */
      created_at: string
      /** Format: date-time */
      updated_at: string
      email?: string
    }
    /** @description Tokens and their user. */
    Session: {
      /**
       * @description A JWT, for the bearer header. Its `amr` says how the user signed in, the latest way first: `otp` after a code or link of
       *     the implicit flow, and only after a PKCE exchange what a mail was for (`magiclink`, `recovery`, `email/signup`, …).
       */
      access_token: string
      /** @enum {string} */
      token_type: 'bearer'
      /**
       * @description Seconds from the answer until the access token expires.
       * @example 3600
       */
      expires_in: number
      /**
       * @description When the access token expires, in seconds since the Unix epoch, in the server's clock.
       * @example 1787227292
       */
      expires_at: number
      /** @description Good for one refresh. Opaque. */
      refresh_token: string
      user: components['schemas']['User']
      /** @description The provider's access token. Only in the answer to `grant_type=pkce`. */
      provider_token?: string
      /** @description The provider's refresh token. Only in the answer to `grant_type=pkce`. */
      provider_refresh_token?: string
      weak_password?: components['schemas']['WeakPasswordNotice']
    }
    /**
     * @description With `grant_type=password` only: null for a good password, else why the password with which the user just signed
     *     in would be refused at sign-up today.
     */
    WeakPasswordNotice: {
      message?: string
      reasons?: (('length' | 'characters' | 'pwned') | components['schemas']['OpenString'])[]
    } | null
    EmailSignUp: {
      /**
       * Format: email
       * @example ada@example.com
       */
      email: string
      /**
       * Format: password
       * @description At least `GOTRUE_PASSWORD_MIN_LENGTH` characters (default 6), at most 72 bytes.
       * @example correct-horse-battery
       */
      password: string
      data?: components['schemas']['UserMetadataInput']
      code_challenge?: components['schemas']['CodeChallenge']
      code_challenge_method?: components['schemas']['CodeChallengeMethod']
      gotrue_meta_security?: components['schemas']['CaptchaToken']
    }
    PhoneSignUp: {
      /**
       * @description In E.164 format; blanks and `+` are dropped.
       * @example 15551230001
       */
      phone: string
      /**
       * Format: password
       * @description At least `GOTRUE_PASSWORD_MIN_LENGTH` characters (default 6), at most 72 bytes.
       * @example correct-horse-battery
       */
      password: string
      data?: components['schemas']['UserMetadataInput']
      channel?: components['schemas']['MessageChannel']
      gotrue_meta_security?: components['schemas']['CaptchaToken']
    }
    /** @description Neither `email` nor `phone`. */
    AnonymousSignUp: {
      data?: components['schemas']['UserMetadataInput']
      gotrue_meta_security?: components['schemas']['CaptchaToken']
    }
    /**
     * @description Becomes the user's `user_metadata`. Null means none.
     * @example {
     *       "name": "Ada"
     *     }
     */
    UserMetadataInput: {
      [key: string]: unknown
    } | null
    Health: {
      /**
       * @description The server's version, such as `v2.196.0`. Empty in builds that were not given one.
       * @example v2.196.0
       */
      version: string
      /** @enum {string} */
      name: 'GoTrue'
      /** @example GoTrue is a user registration and authentication API */
      description: string
    }
    /** @description What the server has switched on, as far as everybody may know. */
    Settings: {
      external: components['schemas']['ProviderSwitches']
      /** @description Nobody can sign up, by any way; administrators can still invite and create users. */
      disable_signup: boolean
      /** @description Users who sign up with an e-mail address are signed in at once, without confirming it. */
      mailer_autoconfirm: boolean
      /** @description Users who sign up with a phone number are signed in at once, without confirming it. */
      phone_autoconfirm: boolean
      /**
       * @description Who sends text messages, such as `twilio` or `vonage`. Empty when nobody is configured.
       * @example twilio
       */
      sms_provider: string
      /** @description Whether SAML 2.0 is switched on, and with it the `/sso` operations. */
      saml_enabled: boolean
      /** @description Whether the next SAML key is announced, that is, a change of keys is under way. */
      saml_private_key_next_configured: boolean
      /** @description Whether passkeys are switched on, and with it the `/passkeys` operations. */
      passkeys_enabled: boolean
    }
    /** @description Which ways to sign in are switched on. `x`, `vercel_marketplace`, web3 and custom providers exist, but are not listed. */
    ProviderSwitches: {
      /** @description Sign-up without e-mail and phone. */
      anonymous_users: boolean
      apple: boolean
      azure: boolean
      bitbucket: boolean
      discord: boolean
      /** @description Everything that works by e-mail address, with or without password. */
      email: boolean
      facebook: boolean
      figma: boolean
      fly: boolean
      github: boolean
      gitlab: boolean
      google: boolean
      kakao: boolean
      keycloak: boolean
      linkedin: boolean
      linkedin_oidc: boolean
      notion: boolean
      /** @description Everything that works by phone number, with or without password. */
      phone: boolean
      slack: boolean
      slack_oidc: boolean
      snapchat: boolean
      spotify: boolean
      twitch: boolean
      twitter: boolean
      workos: boolean
      zoom: boolean
    }
    /** @description Public keys (RFC 7517). */
    JsonWebKeySet: {
      /** @description Empty where the server signs with `GOTRUE_JWT_SECRET` only; symmetric keys are never listed. */
      keys: components['schemas']['PublicJsonWebKey'][]
    }
    /** @description A public key (RFC 7517). Members that the operator has put into the configured key are passed on. */
    PublicJsonWebKey: {
      kty: ('EC' | 'OKP' | 'RSA') | components['schemas']['OpenString']
      /**
       * @description What the header of a token refers to.
       * @example b1c23
       */
      kid?: string
      /** @enum {string} */
      use: 'sig'
      key_ops: 'verify'[]
      /** @example ES256 */
      alg?: string
      /**
       * @description The curve, with `EC` and `OKP`.
       * @example P-256
       */
      crv?: string
      /**
       * @description With `EC` and `OKP`.
       * @example PjbmL1sFw3ebLd66Q83emzcl8ECbbN9bwfSbgx2LEf4
       */
      x?: string
      /**
       * @description With `EC`.
       * @example rlcC4sbIQNRuB_HWffxxtFqZKsDeisbPoRjeyc34V4I
       */
      y?: string
      /** @description The modulus, with `RSA`. */
      n?: string
      /**
       * @description The exponent, with `RSA`.
       * @example AQAB
       */
      e?: string
    } & {
      [key: string]: unknown
    }
    /**
     * @description What OpenID Connect Discovery 1.0 and RFC 8414 ask for. Addresses begin with the issuer; without `GOTRUE_JWT_ISSUER`
     *     they are paths.
     */
    ServerMetadata: {
      /**
       * @description The `iss` of the tokens. Empty where none is configured.
       * @example https://project.supabase.co/auth/v1
       */
      issuer: string
      /** @example https://project.supabase.co/auth/v1/oauth/authorize */
      authorization_endpoint: string
      /** @example https://project.supabase.co/auth/v1/oauth/token */
      token_endpoint: string
      /** @example https://project.supabase.co/auth/v1/.well-known/jwks.json */
      jwks_uri: string
      /** @example https://project.supabase.co/auth/v1/oauth/userinfo */
      userinfo_endpoint: string
      /**
       * @description Only with dynamic registration (`GOTRUE_OAUTH_SERVER_ALLOW_DYNAMIC_REGISTRATION`).
       * @example https://project.supabase.co/auth/v1/oauth/clients/register
       */
      registration_endpoint?: string
      scopes_supported: (
        ('openid' | 'profile' | 'email' | 'phone' | 'offline_access') | components['schemas']['OpenString']
      )[]
      response_types_supported: 'code'[]
      response_modes_supported: 'query'[]
      grant_types_supported: (('authorization_code' | 'refresh_token') | components['schemas']['OpenString'])[]
      subject_types_supported: 'public'[]
      /** @description A fixed list, whatever the server signs with. */
      id_token_signing_alg_values_supported: (('RS256' | 'HS256' | 'ES256') | components['schemas']['OpenString'])[]
      token_endpoint_auth_methods_supported: (
        ('client_secret_basic' | 'client_secret_post' | 'none') | components['schemas']['OpenString']
      )[]
      /**
       * @description A fixed list. `GET /oauth/userinfo` does not keep to it: it sends `phone` and `phone_verified`, not
       *     `phone_number` and `phone_number_verified`.
       * @example [
       *       "sub",
       *       "aud",
       *       "iss",
       *       "exp",
       *       "iat",
       *       "email",
       *       "email_verified"
       *     ]
       */
      claims_supported: string[]
      code_challenge_methods_supported: (('S256' | 'plain') | components['schemas']['OpenString'])[]
    }
    /**
     * @description The name of a built-in provider, or the identifier of a custom one, which begins with `custom:`. The server reads it in
     *     lower case. `email`, `phone`, `web3` and `sso:…` occur as providers of identities, but nobody can be sent to them.
     * @example github
     */
    ProviderName: components['schemas']['BuiltInProvider'] | string
    /**
     * @description The providers that the server knows without further setup than their credentials.
     * @example github
     * @enum {string}
     */
    BuiltInProvider:
      | 'apple'
      | 'azure'
      | 'bitbucket'
      | 'discord'
      | 'facebook'
      | 'figma'
      | 'fly'
      | 'github'
      | 'gitlab'
      | 'google'
      | 'kakao'
      | 'keycloak'
      | 'linkedin'
      | 'linkedin_oidc'
      | 'notion'
      | 'slack'
      | 'slack_oidc'
      | 'snapchat'
      | 'spotify'
      | 'twitch'
      | 'twitter'
      | 'vercel_marketplace'
      | 'workos'
      | 'x'
      | 'zoom'
    /** @description What the provider posts. Other fields are ignored. */
    ProviderCallbackForm: {
      /**
       * @description The `state` of the way there, a UUID.
       * @example 64dfc87a-f85b-480f-935a-85484e731d02
       */
      state?: string
      /**
       * @description The provider's authorization code.
       * @example c5a8e3b0f17d4f0e9d6b.0.srtqw.9cXv1pQm3hZ7
       */
      code?: string
      /**
       * @description The user's name and address as JSON, which Apple sends with the first sign-in only.
       * @example {"name":{"firstName":"Ada","lastName":"Lovelace"},"email":"ada@example.com"}
       */
      user?: string
      /**
       * @description Why the provider refused, in place of `code`.
       * @example user_cancelled_authorize
       */
      error?: string
      /**
       * @description The provider's own words on `error`.
       * @example The user said no
       */
      error_description?: string
    }
    /** @description Nothing. Always `{}`. */
    EmptyObject: Record<string, never>
    /** @description A message was sent, if there was one to send. */
    SentMessage: {
      /**
       * @description `test-otp` for a phone number with a fixed code for tests, else absent. Never the id of the provider.
       * @example test-otp
       */
      message_id?: string
    }
    /** @description The first of the two confirmations of a secure e-mail change. There is no session yet. */
    HalfConfirmation: {
      /** @description For people, in English. */
      msg: string
      /**
       * @description A string, although it looks like a status.
       * @enum {string}
       */
      code: '200'
    }
    AccountRecovery: {
      /**
       * Format: email
       * @example ada@example.com
       */
      email: string
      code_challenge?: components['schemas']['CodeChallenge']
      code_challenge_method?: components['schemas']['CodeChallengeMethod']
      gotrue_meta_security?: components['schemas']['CaptchaToken']
    }
    /** @description The mail that confirms a sign-up. */
    SignUpMailAgain: {
      /** @enum {string} */
      type: 'signup'
      /**
       * Format: email
       * @example ada@example.com
       */
      email: string
      code_challenge?: components['schemas']['CodeChallenge']
      code_challenge_method?: components['schemas']['CodeChallengeMethod']
      gotrue_meta_security?: components['schemas']['CaptchaToken']
    }
    /** @description The mails that confirm a change of address. The present address names the user, or else the phone number. */
    EmailChangeMailAgain: {
      /** @enum {string} */
      type: 'email_change'
      /**
       * Format: email
       * @description The present address.
       * @example ada@example.com
       */
      email?: string
      /**
       * @description In E.164 format; blanks and `+` are dropped.
       * @example 15551230001
       */
      phone?: string
      code_challenge?: components['schemas']['CodeChallenge']
      code_challenge_method?: components['schemas']['CodeChallengeMethod']
      gotrue_meta_security?: components['schemas']['CaptchaToken']
    } & (
      | {
          email: string
        }
      | {
          phone: string
        }
    )
    /** @description The message that confirms a sign-up or signs in. Always a text message, never WhatsApp. */
    PhoneConfirmationAgain: {
      /** @enum {string} */
      type: 'sms'
      /**
       * @description In E.164 format; blanks and `+` are dropped.
       * @example 15551230001
       */
      phone: string
      gotrue_meta_security?: components['schemas']['CaptchaToken']
    }
    /** @description The message that confirms a change of phone number. The present number names the user, or else the address. */
    PhoneChangeMessageAgain: {
      /** @enum {string} */
      type: 'phone_change'
      /**
       * @description The present number, in E.164 format; blanks and `+` are dropped.
       * @example 15551230001
       */
      phone?: string
      /**
       * Format: email
       * @example ada@example.com
       */
      email?: string
      gotrue_meta_security?: components['schemas']['CaptchaToken']
    } & (
      | {
          phone: string
        }
      | {
          email: string
        }
    )
    MagicLinkMail: {
      /**
       * Format: email
       * @example ada@example.com
       */
      email: string
      data?: components['schemas']['UserMetadataInput']
      code_challenge?: components['schemas']['CodeChallenge']
      code_challenge_method?: components['schemas']['CodeChallengeMethod']
      gotrue_meta_security?: components['schemas']['CaptchaToken']
    }
    /** @description A code and a link by mail. `channel` is refused here. */
    EmailOtp: {
      /**
       * Format: email
       * @example ada@example.com
       */
      email: string
      /**
       * @description Whether an unknown address is signed up.
       * @default true
       */
      create_user?: boolean
      data?: components['schemas']['UserMetadataInput']
      code_challenge?: components['schemas']['CodeChallenge']
      code_challenge_method?: components['schemas']['CodeChallengeMethod']
      gotrue_meta_security?: components['schemas']['CaptchaToken']
    }
    /** @description A code by text or WhatsApp message. A code challenge has no effect here. */
    PhoneOtp: {
      /**
       * @description In E.164 format; blanks and `+` are dropped.
       * @example 15551230001
       */
      phone: string
      channel?: components['schemas']['MessageChannel']
      /**
       * @description Whether an unknown number is signed up.
       * @default true
       */
      create_user?: boolean
      data?: components['schemas']['UserMetadataInput']
      gotrue_meta_security?: components['schemas']['CaptchaToken']
    }
    /** @description For `grant_type=password`. */
    EmailPasswordGrant: {
      /**
       * Format: email
       * @description In any case.
       * @example ada@example.com
       */
      email: string
      /**
       * Format: password
       * @example correct-horse-battery
       */
      password: string
      gotrue_meta_security?: components['schemas']['CaptchaToken']
    }
    /** @description For `grant_type=password`. */
    PhonePasswordGrant: {
      /**
       * @description In E.164 format; blanks and `+` are dropped.
       * @example 15551230001
       */
      phone: string
      /**
       * Format: password
       * @example correct-horse-battery
       */
      password: string
      gotrue_meta_security?: components['schemas']['CaptchaToken']
    }
    /** @description For `grant_type=refresh_token`. */
    RefreshTokenGrant: {
      /**
       * @description Opaque. 12 characters (first generation) or at least 51 (second generation).
       * @example v7dwkq3n5r2x
       */
      refresh_token: string
    }
    /** @description For `grant_type=pkce`. */
    PkceGrant: {
      /**
       * @description The `code` of the redirect. Valid for `GOTRUE_EXTERNAL_FLOW_STATE_EXPIRY_DURATION` (default and least 300 s), counted
       *     from the request that started the flow, so with most mails from when they were asked for; with magic links from the
       *     redirect.
       * @example 42aed025-ced9-4bd8-b77f-86c0bd2ebbab
       */
      auth_code: string
      /**
       * @description What the code challenge was made of (RFC 7636).
       * @example dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
       */
      code_verifier: string
    }
    /** @description For `grant_type=id_token`. */
    IdTokenGrant: {
      provider: components['schemas']['IdTokenProvider']
      id_token: components['schemas']['ProviderIdToken']
      access_token?: components['schemas']['ProviderAccessToken']
      nonce?: components['schemas']['RawNonce']
      /**
       * @description Not used with a provider.
       * @example app.example.com
       */
      client_id?: string
      /**
       * @description Not needed. With `apple` and `azure` it must be the issuer of the token.
       * @example https://appleid.apple.com
       */
      issuer?: string
      link_identity?: components['schemas']['LinkIdentityFlag']
    }
    /**
     * @description For `grant_type=id_token`, without the name of a provider. Discouraged by the server; the issuer must be one that
     *     it knows, or be in `GOTRUE_EXTERNAL_ALLOWED_ID_TOKEN_ISSUERS` (default Apple and Google).
     */
    IssuerIdTokenGrant: {
      /**
       * @description Whom the token must be meant for, where the issuer is not that of a built-in provider.
       * @example app.example.com
       */
      client_id: string
      /** @example https://accounts.google.com */
      issuer: string
      id_token: components['schemas']['ProviderIdToken']
      access_token?: components['schemas']['ProviderAccessToken']
      nonce?: components['schemas']['RawNonce']
      link_identity?: components['schemas']['LinkIdentityFlag']
    }
    /**
     * @description A provider whose tokens the server can check, or the identifier of a custom OIDC provider (`custom:…`).
     * @example google
     */
    IdTokenProvider:
      | ('apple' | 'azure' | 'facebook' | 'google' | 'kakao' | 'keycloak' | 'snapchat' | 'vercel_marketplace')
      | components['schemas']['OpenString']
    /**
     * @description The OpenID Connect token, a JWT signed by the provider for one of the configured client ids.
     * @example eyJhbGciOiJSUzI1NiIsImtpZCI6ImcxIiwidHlwIjoiSldUIn0.eyJpc3MiOiJodHRwczovL2FjY291bnRzLmdvb2dsZS5jb20iLCJzdWIiOiIxMTAxNjk0ODQ0NzQzODYyNzYzMzQiLCJhdWQiOiJhcHAuZXhhbXBsZS5jb20iLCJleHAiOjE3ODcyMjcyOTJ9.c2lnbmF0dXJl
     */
    ProviderIdToken: string
    /**
     * @description The provider's access token. Compared with the `at_hash` claim if both are there.
     * @example ya29.a0AfH6SMBx
     */
    ProviderAccessToken: string
    /**
     * @description The nonce itself; the token's `nonce` claim must be its SHA-256 in hexadecimal. Needed if the token has the claim,
     *     refused if not, except where the server skips the check (always for `facebook`).
     * @example n-0S6_WzA2Mj
     */
    RawNonce: string
    /**
     * @description Add the identity to the user of the bearer instead of signing in.
     * @default false
     */
    LinkIdentityFlag: boolean
    /** @description For `grant_type=web3`, with a Solana wallet. */
    SolanaGrant: {
      /** @enum {string} */
      chain: 'solana'
      /**
       * @description The signed text, in the form of Sign in with Solana. Its URI must be allowed as `redirect_to`, and
       *     `Issued At` be within `GOTRUE_EXTERNAL_WEB3_SOLANA_MAXIMUM_VALIDITY_DURATION` (default 10 minutes).
       */
      message: string
      /** @description 64 bytes in base64 or base64url, with or without padding. */
      signature: string
      gotrue_meta_security?: components['schemas']['CaptchaToken']
    }
    /** @description For `grant_type=web3`, with an Ethereum wallet. */
    EthereumGrant: {
      /** @enum {string} */
      chain: 'ethereum'
      /**
       * @description The signed text, in the form of Sign in with Ethereum (EIP-4361). Its URI must be allowed as `redirect_to`, and
       *     `Issued At` be within `GOTRUE_EXTERNAL_WEB3_ETHEREUM_MAXIMUM_VALIDITY_DURATION` (default 10 minutes).
       *     `Expiration Time` is looked at only where there is a `Not Before`, too.
       */
      message: string
      /** @description 65 bytes in hexadecimal, with or without `0x`. */
      signature: string
      gotrue_meta_security?: components['schemas']['CaptchaToken']
    }
    /**
     * @description What a mail was for. `email` stands for `signup` and `magiclink`, whichever fits.
     * @enum {string}
     */
    EmailVerificationType: 'signup' | 'invite' | 'recovery' | 'magiclink' | 'email_change' | 'email'
    /** @description A code from a mail. */
    EmailOtpVerification: {
      type: components['schemas']['EmailVerificationType']
      /**
       * Format: email
       * @description The address that the code was sent to; with `email_change` the new or the present one.
       * @example ada@example.com
       */
      email: string
      /**
       * @description The code, 6 to 10 digits (`GOTRUE_MAILER_OTP_LENGTH`, default 6). Not a number.
       * @example 686136
       */
      token: string
      /** @description Ignored. */
      redirect_to?: string
    }
    /** @description A code from a text or WhatsApp message. */
    PhoneOtpVerification: {
      /**
       * @description `sms` for a sign-up or sign-in, by WhatsApp too; `phone_change` for a new number.
       * @enum {string}
       */
      type: 'sms' | 'phone_change'
      /**
       * @description The number that the code was sent to, in E.164 format; blanks and `+` are dropped.
       * @example 15551230001
       */
      phone: string
      /**
       * @description The code, 6 to 10 digits (`GOTRUE_SMS_OTP_LENGTH`, default 6). Not a number.
       * @example 440026
       */
      token: string
      /** @description Ignored. */
      redirect_to?: string
    }
    /** @description The hash from the link of a mail, and nothing else. `email`, `phone` and `redirect_to` are refused beside it. */
    TokenHashVerification: {
      type: components['schemas']['EmailVerificationType']
      /**
       * @description The `token` of the link, `pkce_` included.
       * @example 60c6b378c5ee9d518cc09c064600541d1a89a84cd37c5f00df0b520c
       */
      token_hash: string
    }
    /** @description What to change. Everything is optional; `{}` changes nothing. */
    UserChanges: {
      /**
       * Format: email
       * @description The new address.
       * @example ada.lovelace@example.com
       */
      email?: string
      /**
       * @description The new number, in E.164 format; blanks and `+` are dropped.
       * @example 15551230001
       */
      phone?: string
      channel?: components['schemas']['MessageChannel']
      /**
       * Format: password
       * @description The new password, at least `GOTRUE_PASSWORD_MIN_LENGTH` characters (default 6), at most 72 bytes.
       * @example staple-correct-horse
       */
      password?: string
      /**
       * Format: password
       * @description Needed with `password` where `GOTRUE_SECURITY_UPDATE_PASSWORD_REQUIRE_CURRENT_PASSWORD` is on, if the user has
       *     a password and the session does not come from a recovery.
       * @example correct-horse-battery
       */
      current_password?: string
      /**
       * @description The code of `GET /reauthenticate`, if the server asked for it.
       * @example 686136
       */
      nonce?: string
      /**
       * @description Merged into `user_metadata`; a null inside removes its key.
       * @example {
       *       "name": "Ada"
       *     }
       */
      data?: {
        [key: string]: unknown
      } | null
      /**
       * @description Merged into `app_metadata`; a null inside removes its key. Only for users whose role is `GOTRUE_JWT_ADMIN_GROUP_NAME`;
       *     others are refused (403 `not_admin`).
       * @example {
       *       "plan": "pro"
       *     }
       */
      app_metadata?: {
        [key: string]: unknown
      }
      code_challenge?: components['schemas']['CodeChallenge']
      code_challenge_method?: components['schemas']['CodeChallengeMethod']
    }
    AuthorizationAddress: {
      /** @description The provider's page, absolute. Its `state` is good for one flow. */
      url: string
    }
    /** @description What the user proves with the factor. */
    FactorType: ('totp' | 'phone' | 'webauthn') | components['schemas']['OpenString']
    /** @description Whether the factor was verified once. Unverified factors do not count. */
    FactorStatus: ('unverified' | 'verified') | components['schemas']['OpenString']
    /** @description A second factor of a user. */
    Factor: {
      /** Format: uuid */
      id: string
      /** Format: date-time */
      created_at: string
      /** Format: date-time */
      updated_at: string
      status: components['schemas']['FactorStatus']
      /**
       * @description What the user calls it. Absent when it has no name.
       * @example Authenticator app
       */
      friendly_name?: string
      factor_type: components['schemas']['FactorType']
      /**
       * @description The phone number without `+`; empty for other types, never null.
       * @example 15551230001
       */
      phone: string
      /**
       * Format: date-time
       * @description When the last challenge was opened, null before the first one.
       */
      last_challenged_at: string | null
      /**
       * Format: uuid
       * @description The model of the authenticator, all zeros when it does not tell. Verified WebAuthn factors only.
       */
      web_authn_aaguid?: string
      /** @description The server's own record of the last WebAuthn verification. Do not rely on what is in it. */
      last_webauthn_challenge_data?: {
        [key: string]: unknown
      }
    }
    /**
     * @description In E.164 format; blanks and a `+` in front are dropped.
     * @example 15551230001
     */
    PhoneNumber: string
    TotpFactorEnrollment: {
      /** @enum {string} */
      factor_type: 'totp'
      /**
       * @description Must differ from those of the user's other factors. None counts as the empty name.
       * @example Authenticator app
       */
      friendly_name?: string
      /**
       * @description What authenticator apps show as the account's origin. Default is the host of the site URL.
       * @example Example App
       */
      issuer?: string
    }
    PhoneFactorEnrollment: {
      /** @enum {string} */
      factor_type: 'phone'
      /**
       * @description Must differ from those of the user's other factors. None counts as the empty name.
       * @example My phone
       */
      friendly_name?: string
      phone: components['schemas']['PhoneNumber']
    }
    WebauthnFactorEnrollment: {
      /** @enum {string} */
      factor_type: 'webauthn'
      /**
       * @description Must differ from those of the user's other factors. None counts as the empty name.
       * @example Security key
       */
      friendly_name?: string
    }
    EnrolledTotpFactor: {
      /** Format: uuid */
      id: string
      /** @enum {string} */
      type: 'totp'
      /** @description Empty when it has no name. */
      friendly_name: string
      totp: components['schemas']['TotpSecret']
    }
    /** @description What an authenticator app needs, in three forms. Shown at enrolment only. */
    TotpSecret: {
      /**
       * @description The `uri` as a QR code, an SVG document (not a data URL) that begins with `<?xml version="1.0"?>`.
       *     Some 300 kB.
       */
      qr_code: string
      /**
       * @description The key in base32, for typing.
       * @example NBRSPZ4Y643CALUPFC5LKMKRDOPTUQDH
       */
      secret: string
      /** @description An `otpauth` URI with the user's e-mail address as account (SHA-1, 6 digits, 30 seconds). */
      uri: string
    }
    EnrolledPhoneFactor: {
      /** Format: uuid */
      id: string
      /** @enum {string} */
      type: 'phone'
      /** @description Empty when it has no name. */
      friendly_name: string
      /**
       * @description The phone number as it was sent, `+` included.
       * @example +15551230001
       */
      phone: string
    }
    EnrolledWebauthnFactor: {
      /** Format: uuid */
      id: string
      /** @enum {string} */
      type: 'webauthn'
      /** @description Empty when it has no name. */
      friendly_name: string
    }
    UnenrolledFactor: {
      /** Format: uuid */
      id: string
    }
    FactorChallengeOptions: {
      channel?: components['schemas']['MessageChannel']
    }
    /** @description A challenge that is answered with a one-time code. */
    OneTimeCodeChallenge: {
      /**
       * Format: uuid
       * @description The `challenge_id` to verify with.
       */
      id: string
      type: ('totp' | 'phone') | components['schemas']['OpenString']
      /**
       * @description When the challenge expires, in seconds since the Unix epoch, in the server's clock.
       * @example 1787223992
       */
      expires_at: number
    }
    /** @description A challenge that is answered with the browser's WebAuthn. */
    WebauthnChallenge: {
      /**
       * Format: uuid
       * @description The `challenge_id` to verify with.
       */
      id: string
      /** @enum {string} */
      type: 'webauthn'
      /**
       * @description When the challenge expires, in seconds since the Unix epoch, in the server's clock.
       * @example 1787223992
       */
      expires_at: number
      webauthn: components['schemas']['WebauthnCreationPrompt'] | components['schemas']['WebauthnRequestPrompt']
    }
    /** @description For `navigator.credentials.create()`, while the factor is unverified. */
    WebauthnCreationPrompt: {
      /** @enum {string} */
      type: 'create'
      credential_options: {
        publicKey: components['schemas']['WebauthnCreationOptions']
      }
    }
    /** @description For `navigator.credentials.get()`, once the factor is verified. */
    WebauthnRequestPrompt: {
      /** @enum {string} */
      type: 'request'
      credential_options: {
        publicKey: components['schemas']['WebauthnRequestOptions']
      }
    }
    /** @description For TOTP and phone factors. */
    CodeFactorVerification: {
      /**
       * Format: uuid
       * @description The id of the challenge, or of any other of this factor that is still open.
       */
      challenge_id: string
      /**
       * @description The one-time code, 6 digits for TOTP.
       * @example 123456
       */
      code: string
    }
    /** @description For WebAuthn factors. */
    WebauthnFactorVerification: {
      /**
       * Format: uuid
       * @description The id of the challenge.
       */
      challenge_id: string
      webauthn: components['schemas']['WebauthnCreationProof'] | components['schemas']['WebauthnRequestProof']
    }
    /** @description What `navigator.credentials.create()` gave. */
    WebauthnCreationProof: {
      /** @enum {string} */
      type: 'create'
      credential_response: components['schemas']['Attestation']
    }
    /** @description What `navigator.credentials.get()` gave. */
    WebauthnRequestProof: {
      /** @enum {string} */
      type: 'request'
      credential_response: components['schemas']['Assertion']
    }
    /** @description For `PublicKeyCredential.parseCreationOptionsFromJSON()`. Binary values are base64url without padding. */
    WebauthnCreationOptions: {
      /** @description The relying party, `GOTRUE_WEBAUTHN_RP_DISPLAY_NAME` and `GOTRUE_WEBAUTHN_RP_ID`. */
      rp: {
        /** @example Example App */
        name: string
        /** @example example.com */
        id: string
      }
      user: {
        /**
         * @description The e-mail address, else the phone number.
         * @example ada@example.com
         */
        name: string
        /**
         * @description For passkeys the user's `name` in `user_metadata` if there is one, else as `name`.
         * @example Ada
         */
        displayName: string
        /**
         * @description The user's id, its text in base64url.
         * @example OWYxYzdjMWUtM2IwYS00YjBjLTlhNTMtMGQzZjZhMWY1YzEx
         */
        id: string
      }
      /** @description 32 random bytes. */
      challenge: string
      /** @description The algorithms that the server takes, best first. */
      pubKeyCredParams: {
        /** @enum {string} */
        type: 'public-key'
        /**
         * @description A COSE algorithm.
         * @example -7
         */
        alg: number
      }[]
      /**
       * @description Milliseconds.
       * @example 300000
       */
      timeout: number
      /** @description The keys that the user has already. Absent when there are none. */
      excludeCredentials?: components['schemas']['WebauthnDescriptor'][]
      /** @description Empty for factors. */
      authenticatorSelection: {
        /** @enum {string} */
        residentKey?: 'required'
        /** @enum {string} */
        userVerification?: 'preferred'
      }
      /**
       * @description Passkeys only.
       * @enum {string}
       */
      attestation?: 'none'
    }
    /** @description For `PublicKeyCredential.parseRequestOptionsFromJSON()`. Binary values are base64url without padding. */
    WebauthnRequestOptions: {
      /** @description 32 random bytes. */
      challenge: string
      /**
       * @description Milliseconds.
       * @example 300000
       */
      timeout: number
      /** @example example.com */
      rpId: string
      /** @description What the user can answer with. Absent for passkeys. */
      allowCredentials?: components['schemas']['WebauthnDescriptor'][]
      /**
       * @description Passkeys only.
       * @enum {string}
       */
      userVerification?: 'preferred'
    }
    /** @description A key of the user. */
    WebauthnDescriptor: {
      /** @enum {string} */
      type: 'public-key'
      /** @example zwemc9PpObMC1keC0o2w6A */
      id: string
      /**
       * @example [
       *       "internal"
       *     ]
       */
      transports?: string[]
    }
    /** @description The result of `navigator.credentials.create()`, as its `toJSON()` gives it. Binary values are base64url. */
    Attestation: {
      /** @example zwemc9PpObMC1keC0o2w6A */
      id: string
      /** @example zwemc9PpObMC1keC0o2w6A */
      rawId?: string
      /** @enum {string} */
      type: 'public-key'
      /**
       * @description `platform` or `cross-platform`.
       * @example platform
       */
      authenticatorAttachment?: string
      clientExtensionResults?: {
        [key: string]: unknown
      }
      response: {
        clientDataJSON: string
        attestationObject: string
        transports?: string[]
        authenticatorData?: string
        publicKey?: string
        publicKeyAlgorithm?: number
      }
    }
    /** @description The result of `navigator.credentials.get()`, as its `toJSON()` gives it. Binary values are base64url. */
    Assertion: {
      /** @example zwemc9PpObMC1keC0o2w6A */
      id: string
      /** @example zwemc9PpObMC1keC0o2w6A */
      rawId: string
      /** @enum {string} */
      type: 'public-key'
      /**
       * @description `platform` or `cross-platform`.
       * @example platform
       */
      authenticatorAttachment?: string
      clientExtensionResults?: {
        [key: string]: unknown
      }
      response: {
        clientDataJSON: string
        authenticatorData: string
        signature: string
        /** @description The user's id, as in `user.id` of the creation options. */
        userHandle?: string | null
      }
    }
    /** @description A passkey of a user. */
    Passkey: {
      /** Format: uuid */
      id: string
      /**
       * @description What the user calls it, at first its maker's name or `Passkey`.
       * @example Laptop
       */
      friendly_name?: string
      /** Format: date-time */
      created_at: string
      /**
       * Format: date-time
       * @description When somebody last signed in with it. Absent before the first time.
       */
      last_used_at?: string
    }
    PasskeyName: {
      /**
       * @description The new name, at most 120 bytes in UTF-8.
       * @example Laptop
       */
      friendly_name: string
    }
    PasskeySignInStart: {
      gotrue_meta_security?: components['schemas']['CaptchaToken']
    }
    PasskeyAuthenticationOptions: {
      /** Format: uuid */
      challenge_id: string
      options: components['schemas']['WebauthnRequestOptions']
      /**
       * @description When the challenge expires, in seconds since the Unix epoch, in the server's clock.
       * @example 1787223992
       */
      expires_at: number
    }
    PasskeyRegistrationOptions: {
      /** Format: uuid */
      challenge_id: string
      options: components['schemas']['WebauthnCreationOptions']
      /**
       * @description When the challenge expires, in seconds since the Unix epoch, in the server's clock.
       * @example 1787223992
       */
      expires_at: number
    }
    PasskeyAuthentication: {
      /**
       * Format: uuid
       * @description As in the answer with the options.
       */
      challenge_id: string
      credential: components['schemas']['PasskeyAssertion']
    }
    /** @description An assertion that names the user, as the browser's `toJSON()` gives it. Binary values are base64url. */
    PasskeyAssertion: {
      /** @example SInRj62bV5H3KLS4STcfhA */
      id: string
      /** @example SInRj62bV5H3KLS4STcfhA */
      rawId: string
      /** @enum {string} */
      type: 'public-key'
      /**
       * @description `platform` or `cross-platform`.
       * @example platform
       */
      authenticatorAttachment?: string
      clientExtensionResults?: {
        [key: string]: unknown
      }
      response: {
        clientDataJSON: string
        authenticatorData: string
        signature: string
        /** @description The user's id, as in `user.id` of the creation options. */
        userHandle: string
      }
    }
    PasskeyRegistration: {
      /**
       * Format: uuid
       * @description As in the answer with the options.
       */
      challenge_id: string
      credential: components['schemas']['Attestation']
    }
    /** @description The identity provider that a domain is assigned to. */
    SsoByDomain: {
      /**
       * @description The part of the user's e-mail address after `@`, exactly as the administrator wrote it.
       * @example example.com
       */
      domain: string
      redirect_to?: components['schemas']['SsoRedirectTo']
      skip_http_redirect?: components['schemas']['SkipHttpRedirect']
      code_challenge?: components['schemas']['CodeChallenge']
      code_challenge_method?: components['schemas']['CodeChallengeMethod']
      gotrue_meta_security?: components['schemas']['CaptchaToken']
    }
    /** @description A certain identity provider. */
    SsoByProvider: {
      /**
       * Format: uuid
       * @description The `id` of the identity provider.
       * @example 21648a9d-8d5a-4555-a9d1-d6375dc14e92
       */
      provider_id: string
      redirect_to?: components['schemas']['SsoRedirectTo']
      skip_http_redirect?: components['schemas']['SkipHttpRedirect']
      code_challenge?: components['schemas']['CodeChallenge']
      code_challenge_method?: components['schemas']['CodeChallengeMethod']
      gotrue_meta_security?: components['schemas']['CaptchaToken']
    }
    /**
     * @description Where the flow leads in the end. Checked at its end: used if it is on the site's own origin, a loopback address or in
     *     `GOTRUE_URI_ALLOW_LIST`, else the site URL takes its place.
     * @example https://app.example.com/welcome
     */
    SsoRedirectTo: string
    /**
     * @description `true` asks for the address in a 200 instead of the redirect. Programs need it, as they cannot follow the latter.
     * @default false
     * @example true
     */
    SkipHttpRedirect: boolean
    SsoAddress: {
      /**
       * @description Where to send the browser. Good for one sign-in, within `GOTRUE_SAML_RELAY_STATE_VALIDITY_PERIOD` (default 2 minutes).
       * @example https://idp.example.com/sso?SAMLRequest=nJJBj9MwEIX%2FiuV7&RelayState=a0c46ab6-b81c-4e50-ba60-dba5ce24be60&SigAlg=http%3A%2F%2Fwww.w3.org%2F2000%2F09%2Fxmldsig%23rsa-sha1&Signature=bW0nHRsIa1tu
       */
      url: string
    }
    /** @description What the identity provider posts. */
    SamlAcsForm: {
      /**
       * @description After a sign-in that began at `POST /sso`: the `RelayState` of its address, a UUID. If the identity provider began:
       *     empty, or where to lead the user in the end.
       * @example a0c46ab6-b81c-4e50-ba60-dba5ce24be60
       */
      RelayState?: string
      /**
       * @description The signed SAML response, in Base64.
       * @example PHNhbWxwOlJlc3BvbnNlIHhtbG5zOnNhbWxwPSJ1cm46b2FzaXM6bmFtZXM6dGM6U0FNTDoyLjA6cHJvdG9jb2wiPjwvc2FtbHA6UmVzcG9uc2U+
       */
      SAMLResponse?: string
      /**
       * @description A SAML artifact in place of the response; only after a sign-in that began at `POST /sso`.
       * @example AAQAAMh48/1oXIM+sDo7Dh2qMp1HM4IF5DaRNmDj6RdUmllwn9jJHyEgIi8=
       */
      SAMLart?: string
    }
    /**
     * @description `confidential` clients have a secret, `public` ones (apps, single pages) cannot keep one. Never changes.
     * @example confidential
     */
    OAuthClientType: ('confidential' | 'public') | components['schemas']['OpenString']
    /**
     * @description How the client authenticates at `POST /oauth/token`: with HTTP Basic, with its secret in the body, or not at all
     *     (public clients).
     * @example client_secret_basic
     */
    OAuthClientAuthMethod: ('client_secret_basic' | 'client_secret_post' | 'none') | components['schemas']['OpenString']
    /** @example authorization_code */
    OAuthGrantType: ('authorization_code' | 'refresh_token') | components['schemas']['OpenString']
    /**
     * @description What a client gets to see of the user.
     * @example openid
     */
    OAuthScope: ('openid' | 'profile' | 'email' | 'phone' | 'offline_access') | components['schemas']['OpenString']
    /**
     * @description An absolute URI without fragment. Custom schemes are allowed, `http` for `localhost`, `127.0.0.1` and `[::1]` only;
     *     `javascript`, `data`, `file`, `vbscript`, `about` and `blob` are not. A comma breaks the URI in two: write `%2C`.
     * @example https://notes.example.com/callback
     */
    OAuthRedirectUri: string
    OAuthClientDetails: {
      redirect_uris: components['schemas']['OAuthRedirectUri'][]
      /**
       * @description The default, for an empty list too, is both.
       * @example [
       *       "authorization_code",
       *       "refresh_token"
       *     ]
       */
      grant_types?: components['schemas']['OAuthGrantType'][]
      /**
       * @description For the consent page.
       * @example Notes
       */
      client_name?: string
      /**
       * @description The application's home page, a URL or an absolute path.
       * @example https://notes.example.com
       */
      client_uri?: string
      /**
       * @description The application's logo, for the consent page. The scheme is not checked.
       * @example https://notes.example.com/logo.png
       */
      logo_uri?: string
    }
    /** @description The default if neither the type nor the method is given. */
    ConfidentialOAuthClientRegistration: components['schemas']['OAuthClientDetails'] & {
      /** @enum {string} */
      client_type?: 'confidential'
      /**
       * @description The only way in which the client can then authenticate at `POST /oauth/token`.
       * @default client_secret_basic
       * @enum {string}
       */
      token_endpoint_auth_method?: 'client_secret_basic' | 'client_secret_post'
    }
    /** @description Needs `client_type` or `token_endpoint_auth_method`; either is enough. */
    PublicOAuthClientRegistration: components['schemas']['OAuthClientDetails'] & {
      /** @enum {string} */
      client_type?: 'public'
      /** @enum {string} */
      token_endpoint_auth_method?: 'none'
    }
    /** @description An application that users can sign in to with their GoTrue account. */
    OAuthClient: {
      /** Format: uuid */
      client_id: string
      client_type: components['schemas']['OAuthClientType']
      /**
       * @example [
       *       "https://notes.example.com/callback"
       *     ]
       */
      redirect_uris: string[]
      token_endpoint_auth_method: components['schemas']['OAuthClientAuthMethod']
      grant_types: components['schemas']['OAuthGrantType'][]
      response_types: 'code'[]
      /** @example Notes */
      client_name?: string
      /** @example https://notes.example.com */
      client_uri?: string
      /** @example https://notes.example.com/logo.png */
      logo_uri?: string
      /** @description `dynamic` if the client registered itself, `manual` if an administrator did. */
      registration_type: ('dynamic' | 'manual') | components['schemas']['OpenString']
      /** Format: date-time */
      created_at: string
      /** Format: date-time */
      updated_at: string
    }
    /** @description A client together with its new secret. */
    ConfidentialOAuthClient: components['schemas']['OAuthClient'] & {
      /** @enum {string} */
      client_type?: 'confidential'
      /**
       * @description Shown this once. The server keeps a hash only.
       * @example vipBf_rSsoDjGMz9QpL-9wFqVu6VfQAxVO9akSEwn7Y
       */
      client_secret: string
    }
    /** @description A client that has no secret. */
    PublicOAuthClient: components['schemas']['OAuthClient'] & {
      /** @enum {string} */
      client_type?: 'public'
    }
    OAuthTokenGrant: components['schemas']['OAuthCodeGrant'] | components['schemas']['OAuthRefreshGrant']
    /** @description Who asks, unless HTTP Basic says so. */
    OAuthBodyCredentials: {
      /**
       * Format: uuid
       * @example 3e0f7d52-6b1a-4c8e-9f24-7a5d1b0c8e63
       */
      client_id?: string
      /**
       * @description Of a `client_secret_post` client.
       * @example vipBf_rSsoDjGMz9QpL-9wFqVu6VfQAxVO9akSEwn7Y
       */
      client_secret?: string
    }
    OAuthCodeGrant: components['schemas']['OAuthBodyCredentials'] & {
      /** @enum {string} */
      grant_type: 'authorization_code'
      /**
       * @description The `code` of the redirect.
       * @example 42aed025-ced9-4bd8-b77f-86c0bd2ebbab
       */
      code: string
      /**
       * @description The PKCE code verifier (RFC 7636), of which `code_challenge` was made.
       * @example dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
       */
      code_verifier: string
      /**
       * @description That of the authorization request. Compared if it is sent.
       * @example https://notes.example.com/callback
       */
      redirect_uri?: string
      /**
       * @description That of the authorization request (RFC 8707). Compared if it is sent; in forms it is not read.
       * @example https://api.example.com/v1
       */
      resource?: string
    }
    OAuthRefreshGrant: components['schemas']['OAuthBodyCredentials'] & {
      /** @enum {string} */
      grant_type: 'refresh_token'
      /** @example v7dwkq3n5r2x */
      refresh_token: string
    }
    /** @description Tokens for an OAuth client. There is no `scope`, no `expires_at` and no user. */
    OAuthTokens: {
      /** @description A JWT, for the bearer header. */
      access_token: string
      /** @enum {string} */
      token_type: 'bearer'
      /**
       * @description Seconds from the answer until the access token expires.
       * @example 3600
       */
      expires_in: number
      /** @description Good for one refresh. Opaque. Also sent to clients that are not registered for that grant. */
      refresh_token: string
      /** @description An OpenID Connect ID token for this client. Only at the exchange of a code, with the scope `openid`. */
      id_token?: string
    }
    /** @description Claims about the user (OpenID Connect Core, section 5.3). */
    Userinfo: {
      /**
       * Format: uuid
       * @description The user's id.
       */
      sub: string
      /**
       * @description With the scope `email`.
       * @example ada@example.com
       */
      email?: string
      /**
       * @description With the scope `email`. Absent, never false, while the address is not confirmed.
       * @enum {boolean}
       */
      email_verified?: true
      /**
       * @description With the scope `profile`. `name` of the user's metadata, else the e-mail address.
       * @example Ada
       */
      name?: string
      /**
       * @description With the scope `profile`. `picture` of the user's metadata, else `avatar_url`.
       * @example https://app.example.com/ada.png
       */
      picture?: string
      /**
       * @description With the scope `profile`. `preferred_username` of the user's metadata, else `username`.
       * @example ada
       */
      preferred_username?: string
      /**
       * @description With the scope `profile`. When the user last changed, in seconds since the Unix epoch.
       * @example 1787216092
       */
      updated_at?: number
      /** @description With the scope `profile`. All of the user's metadata. */
      user_metadata?: {
        [key: string]: unknown
      }
      /**
       * @description With the scope `phone`. Without `+`. Not `phone_number`, as the discovery document has it.
       * @example 15551230001
       */
      phone?: string
      /**
       * @description With the scope `phone`. Absent, never false, while the number is not confirmed.
       * @enum {boolean}
       */
      phone_verified?: true
    }
    /** @description Who asks, for the user to see. */
    OAuthClientSummary: {
      /** Format: uuid */
      id: string
      /** @example Notes */
      name?: string
      /** @example https://notes.example.com */
      uri?: string
      /**
       * @description Chosen by the client. Check the scheme before you show it.
       * @example https://notes.example.com/logo.png
       */
      logo_uri?: string
    }
    /** @description An authorization request that waits for the user's decision. */
    OAuthAuthorization: {
      authorization_id: string
      /** @description Where the browser goes after the decision. */
      redirect_uri: string
      client: components['schemas']['OAuthClientSummary']
      /** @description Who is asked. */
      user: {
        /** Format: uuid */
        id: string
        /**
         * @description Absent when there is none.
         * @example ada@example.com
         */
        email?: string
      }
      /**
       * @description The scopes asked for, separated by blanks.
       * @example openid email
       */
      scope: string
    }
    OAuthRedirect: {
      /** @description Send the browser there. */
      redirect_url: string
    }
    OAuthConsent: {
      /** @enum {string} */
      action: 'approve' | 'deny'
    }
    /** @description What the user has granted a client. */
    OAuthGrant: {
      client: components['schemas']['OAuthClientSummary']
      scopes: components['schemas']['OAuthScope'][]
      /** Format: date-time */
      granted_at: string
    }
    Invitation: {
      /**
       * Format: email
       * @example ada@example.com
       */
      email: string
      /**
       * @description Becomes the user's `user_metadata`.
       * @example {
       *       "team": "compilers"
       *     }
       */
      data?: {
        [key: string]: unknown
      } | null
    }
    UserList: {
      users: components['schemas']['User'][]
      /**
       * @description The audience that was listed.
       * @example authenticated
       */
      aud: string
      pagination?: components['schemas']['CursorPagination']
    }
    /** @description Only in cursor mode. */
    CursorPagination: {
      /** @description The `cursor` of the next page. Absent on the last one. */
      next_cursor?: string
      has_more: boolean
    }
    /** @description What users with an e-mail address and users with a phone number have in common. */
    NewUserDetails: {
      /**
       * Format: uuid
       * @description The id that the user gets; not all zeros. Default is a random one.
       */
      id?: string
      /**
       * @description The audience that the user belongs to. Goes before `X-JWT-AUD`.
       * @example authenticated
       */
      aud?: string
      /**
       * @description The role in the user's access tokens. Default is `GOTRUE_JWT_DEFAULT_GROUP_NAME`.
       * @example authenticated
       */
      role?: string
      /**
       * Format: password
       * @description At most 72 bytes.
       * @example correct-horse-battery
       */
      password?: string
      /**
       * @description The hash of a password that is used elsewhere, by bcrypt (`$2…`), Argon2 (`$argon2…`) or Firebase's scrypt
       *     (`$fbscrypt…`).
       * @example $2y$10$SXEz2HeT8PUIGQXo9yeUIem8KzNxgG0d7o/.eGj2rj8KbRgAuRVlq
       */
      password_hash?: string
      /**
       * @description Whether the e-mail address counts as confirmed.
       * @default false
       */
      email_confirm?: boolean
      /**
       * @description Whether the phone number counts as confirmed.
       * @default false
       */
      phone_confirm?: boolean
      /**
       * @description What the user can change.
       * @example {
       *       "name": "Ada"
       *     }
       */
      user_metadata?: {
        [key: string]: unknown
      } | null
      /**
       * @description What only administrators can change. Merged with the server's `provider` and `providers`.
       * @example {
       *       "plan": "free"
       *     }
       */
      app_metadata?: {
        [key: string]: unknown
      } | null
      ban_duration?: components['schemas']['BanDuration']
    }
    NewEmailUser: components['schemas']['NewUserDetails'] & {
      /**
       * Format: email
       * @description Stored in lower case.
       * @example ada@example.com
       */
      email: string
      phone?: components['schemas']['PhoneNumber']
    }
    /** @description Without `email`. */
    NewPhoneUser: components['schemas']['NewUserDetails'] & {
      phone: components['schemas']['PhoneNumber']
    }
    /**
     * @description For how long the user is banned from now on: a Go duration such as `24h` or `1h30m` (units `ns`, `us`, `ms`, `s`, `m`, `h`),
     *     or `none` for no ban.
     * @example 24h
     */
    BanDuration: string
    AdminUserChanges: {
      /**
       * Format: email
       * @description Stored in lower case.
       * @example ada@example.com
       */
      email?: string
      phone?: components['schemas']['PhoneNumber']
      /**
       * Format: password
       * @description At least `GOTRUE_PASSWORD_MIN_LENGTH` characters (default 6), at most 72 bytes.
       * @example correct-horse-battery
       */
      password?: string
      /**
       * @description The role in the user's access tokens.
       * @example authenticated
       */
      role?: string
      /**
       * @description Whether to confirm the e-mail address.
       * @default false
       */
      email_confirm?: boolean
      /**
       * @description Whether to confirm the phone number.
       * @default false
       */
      phone_confirm?: boolean
      /**
       * @description Merged with what is there; null removes a key.
       * @example {
       *       "name": "Ada"
       *     }
       */
      user_metadata?: {
        [key: string]: unknown
      } | null
      /**
       * @description Merged with what is there; null removes a key.
       * @example {
       *       "plan": "pro"
       *     }
       */
      app_metadata?: {
        [key: string]: unknown
      } | null
      ban_duration?: components['schemas']['BanDuration']
    }
    UserDeletion: {
      /**
       * @description Whether the row stays, without what tells who it was.
       * @default false
       */
      should_soft_delete?: boolean
    }
    AdminFactorChanges: {
      /**
       * @description Must differ from those of the user's other factors. Empty keeps the name.
       * @example Authenticator app
       */
      friendly_name?: string
      phone?: components['schemas']['PhoneNumber']
    }
    /**
     * @description Where the link leads in the end, before the header and the query parameter of the same name. Ignored when the server
     *     does not allow the address.
     * @example https://app.example.com/welcome
     */
    LinkRedirect: string
    AdminSignUpLink: {
      /** @enum {string} */
      type: 'signup'
      /**
       * Format: email
       * @example ada@example.com
       */
      email: string
      /**
       * Format: password
       * @description Needed for a new user, ignored for an unconfirmed one. As strong as at sign-up.
       * @example correct-horse-battery
       */
      password?: string
      /**
       * @description Becomes a new user's `user_metadata`, and is merged with an unconfirmed one's.
       * @example {
       *       "name": "Ada"
       *     }
       */
      data?: {
        [key: string]: unknown
      } | null
      redirect_to?: components['schemas']['LinkRedirect']
    }
    AdminInviteLink: {
      /** @enum {string} */
      type: 'invite'
      /**
       * Format: email
       * @example ada@example.com
       */
      email: string
      /**
       * @description Becomes a new user's `user_metadata`, else ignored.
       * @example {
       *       "team": "compilers"
       *     }
       */
      data?: {
        [key: string]: unknown
      } | null
      redirect_to?: components['schemas']['LinkRedirect']
    }
    AdminMagicLink: {
      /** @enum {string} */
      type: 'magiclink'
      /**
       * Format: email
       * @example ada@example.com
       */
      email: string
      /**
       * @description Becomes a new user's `user_metadata`, else ignored.
       * @example {
       *       "name": "Ada"
       *     }
       */
      data?: {
        [key: string]: unknown
      } | null
      redirect_to?: components['schemas']['LinkRedirect']
    }
    AdminRecoveryLink: {
      /** @enum {string} */
      type: 'recovery'
      /**
       * Format: email
       * @example ada@example.com
       */
      email: string
      redirect_to?: components['schemas']['LinkRedirect']
    }
    /** @description For the address that the user has. Needs secure e-mail change (`GOTRUE_MAILER_SECURE_EMAIL_CHANGE_ENABLED`). */
    AdminCurrentEmailChangeLink: {
      /** @enum {string} */
      type: 'email_change_current'
      /**
       * Format: email
       * @description The address that the user has.
       * @example ada@example.com
       */
      email: string
      /**
       * Format: email
       * @description The address that the user shall have.
       * @example ada.lovelace@example.com
       */
      new_email: string
      redirect_to?: components['schemas']['LinkRedirect']
    }
    /** @description For the address that the user shall have. */
    AdminNewEmailChangeLink: {
      /** @enum {string} */
      type: 'email_change_new'
      /**
       * Format: email
       * @description The address that the user has.
       * @example ada@example.com
       */
      email: string
      /**
       * Format: email
       * @description The address that the user shall have.
       * @example ada.lovelace@example.com
       */
      new_email: string
      redirect_to?: components['schemas']['LinkRedirect']
    }
    /** @description The user and the link, in one object. */
    GeneratedLink: components['schemas']['User'] & {
      /**
       * @description The link for the mail, to `GET /verify`. One-time.
       * @example https://project.supabase.co/auth/v1/verify?token=2397b5a0f02eca1f48e974e22fadda929994eb6df9059e62c35b130d&type=recovery&redirect_to=https://app.example.com/welcome
       */
      action_link: string
      /**
       * @description The one-time code for `POST /verify`, together with the address.
       * @example 562980
       */
      email_otp: string
      /**
       * @description The `token_hash` for `POST /verify`. Of no use with `email_change_new`.
       * @example 2397b5a0f02eca1f48e974e22fadda929994eb6df9059e62c35b130d
       */
      hashed_token: string
      /**
       * @description As requested, but `signup` where `magiclink` has created the user. To verify an `email_change_…` the type
       *     is `email_change`.
       */
      verification_type:
        | ('signup' | 'invite' | 'magiclink' | 'recovery' | 'email_change_current' | 'email_change_new')
        | components['schemas']['OpenString']
      /**
       * @description Where the link leads in the end.
       * @example https://app.example.com/welcome
       */
      redirect_to: string
    }
    AuditLogEntry: {
      /** Format: uuid */
      id: string
      payload: components['schemas']['AuditLogPayload']
      /** Format: date-time */
      created_at: string
      /** @description Where the request came from. Empty with most actions. */
      ip_address: string
    }
    AuditLogPayload: {
      /** @description What was done. */
      action:
        | (
            | 'login'
            | 'logout'
            | 'invite_accepted'
            | 'user_signedup'
            | 'user_invited'
            | 'user_deleted'
            | 'user_modified'
            | 'user_recovery_requested'
            | 'user_reauthenticate_requested'
            | 'user_confirmation_requested'
            | 'user_repeated_signup'
            | 'user_updated_password'
            | 'token_revoked'
            | 'token_refreshed'
            | 'factor_in_progress'
            | 'factor_unenrolled'
            | 'challenge_created'
            | 'verification_attempted'
            | 'factor_deleted'
            | 'factor_updated'
            | 'identity_linked'
            | 'identity_unlinked'
            | 'passkey_created'
            | 'passkey_updated'
            | 'passkey_deleted'
          )
        | components['schemas']['OpenString']
      /**
       * Format: uuid
       * @description The user who did it, all zeros for an admin token.
       */
      actor_id: string
      /**
       * @description The user's phone number, else the e-mail address; the token's role for an admin token.
       * @example ada@example.com
       */
      actor_username: string
      /**
       * @description The `full_name` of the user's `user_metadata`, whatever its type. Absent when there is none.
       * @example Ada Lovelace
       */
      actor_name?: unknown
      /** @description Whether the user signs in with SSO. */
      actor_via_sso: boolean
      /** @description What kind of action it was. */
      log_type: ('account' | 'team' | 'token' | 'user' | 'factor') | components['schemas']['OpenString']
      /** @description More about it, differing by action. */
      traits?: {
        [key: string]: unknown
      }
    }
    /** @description A SAML identity provider. */
    SsoProvider: {
      /**
       * Format: uuid
       * @example 21648a9d-8d5a-4555-a9d1-d6375dc14e92
       */
      id: string
      /**
       * @description The administrator's own name for the provider.
       * @example acme-saml
       */
      resource_id?: string
      /** @description Whether nobody can sign in with it. Null, until it was set, is the same as false. */
      disabled: boolean | null
      saml: components['schemas']['SamlConnection']
      /** @description The domains whose users `POST /sso` sends to this provider. */
      domains: components['schemas']['SsoDomain'][]
      /** Format: date-time */
      created_at: string
      /** Format: date-time */
      updated_at: string
    }
    SsoDomain: {
      /** @example example.com */
      domain: string
    }
    SamlConnection: {
      /**
       * @description Who the provider is, according to its metadata. Cannot be changed.
       * @example https://idp.example.com/saml
       */
      entity_id: string
      /** @description The provider's metadata. Left out in lists. */
      metadata_xml?: string
      /**
       * @description Where the metadata comes from, if it was given. The server reads it again during sign-ins, when the metadata has
       *     expired or is a day old.
       * @example https://idp.example.com/saml/metadata
       */
      metadata_url?: string
      attribute_mapping: components['schemas']['SamlAttributeMapping']
      name_id_format?: components['schemas']['SamlNameIdFormat']
    }
    /**
     * @description The kind of name identifier that the provider is asked for. By default a persistent one.
     * @example urn:oasis:names:tc:SAML:2.0:nameid-format:persistent
     */
    SamlNameIdFormat:
      | (
          | 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'
          | 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'
          | 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress'
          | 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified'
        )
      | components['schemas']['OpenString']
    /**
     * @description The kind of name identifier to ask the provider for. Empty is the same as left out.
     * @example urn:oasis:names:tc:SAML:2.0:nameid-format:persistent
     * @enum {string}
     */
    SamlNameIdFormatChoice:
      | ''
      | 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'
      | 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'
      | 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress'
      | 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified'
    /** @description Which attributes of the assertion become which claims. */
    SamlAttributeMapping: {
      /**
       * @description By claim. `email`, `name` and the like are those of every user's `user_metadata`; any other goes to
       *     `user_metadata.custom_claims`.
       * @example {
       *       "email": {
       *         "name": "mail"
       *       },
       *       "groups": {
       *         "name": "groups",
       *         "array": true
       *       }
       *     }
       */
      keys?: {
        [key: string]: components['schemas']['SamlAttribute']
      }
    }
    /** @description Where the value of a claim comes from. */
    SamlAttribute: {
      /**
       * @description The name, or friendly name, of the attribute, in any case.
       * @example mail
       */
      name?: string
      /**
       * @description Names to try in this order, after `name`.
       * @example [
       *       "displayName",
       *       "cn"
       *     ]
       */
      names?: string[]
      /**
       * @description The value where the assertion has none; any JSON.
       * @example member
       */
      default?: unknown
      /**
       * @description Take all values of the attribute, as an array, instead of the first.
       * @example true
       */
      array?: boolean
    }
    SsoProviderList: {
      items: components['schemas']['SsoProvider'][]
    }
    /** @description A new provider, by its metadata. */
    SamlProviderFromXml: {
      /** @enum {string} */
      type: 'saml'
      metadata_xml: components['schemas']['SamlMetadataXml']
      domains?: components['schemas']['SsoDomainNames']
      attribute_mapping?: components['schemas']['SamlAttributeMapping']
      name_id_format?: components['schemas']['SamlNameIdFormatChoice']
      resource_id?: components['schemas']['SsoResourceId']
      disabled?: components['schemas']['SsoDisabledFlag']
    }
    /** @description A new provider, by the address of its metadata, which the server fetches at once. */
    SamlProviderFromUrl: {
      /** @enum {string} */
      type: 'saml'
      /**
       * @description An https address.
       * @example https://idp.example.com/saml/metadata
       */
      metadata_url: string
      domains?: components['schemas']['SsoDomainNames']
      attribute_mapping?: components['schemas']['SamlAttributeMapping']
      name_id_format?: components['schemas']['SamlNameIdFormatChoice']
      resource_id?: components['schemas']['SsoResourceId']
      disabled?: components['schemas']['SsoDisabledFlag']
    }
    /** @description What to change; what is left out stays. Not both `metadata_xml` and `metadata_url`. */
    SamlProviderUpdate: {
      /**
       * @description New metadata, of the same entity.
       * @example <EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.com/saml"/>
       */
      metadata_xml?: string
      /**
       * @description An https address, from which the server fetches new metadata of the same entity at once.
       * @example https://idp.example.com/saml/metadata
       */
      metadata_url?: string
      /**
       * @description All domains of the provider; those that are missing here are taken from it.
       * @example [
       *       "example.com",
       *       "example.org"
       *     ]
       */
      domains?: string[]
      attribute_mapping?: components['schemas']['SamlAttributeMapping']
      name_id_format?: components['schemas']['SamlNameIdFormatChoice']
      /**
       * @description Empty removes it.
       * @example acme-saml
       */
      resource_id?: string
      disabled?: components['schemas']['SsoDisabledFlag']
    }
    /**
     * @description SAML 2.0 metadata of exactly one identity provider.
     * @example <EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.com/saml"/>
     */
    SamlMetadataXml: string
    /**
     * @description The domains whose users `POST /sso` sends to this provider. Each can belong to one provider only; not checked otherwise.
     * @example [
     *       "example.com"
     *     ]
     */
    SsoDomainNames: string[]
    /**
     * @description The administrator's own name for the provider, unique whatever its case.
     * @example acme-saml
     */
    SsoResourceId: string
    /**
     * @description Whether nobody can sign in with the provider. Null is the same as left out.
     * @example false
     */
    SsoDisabledFlag: boolean | null
    OAuthClientList: {
      /** @description The latest first. Absent when there are none. */
      clients?: components['schemas']['OAuthClient'][]
    }
    /** @description At least one of the fields. What is left out stays. */
    OAuthClientChanges: {
      /** @description Replaces all of them. */
      redirect_uris?: components['schemas']['OAuthRedirectUri'][]
      /** @description Replaces all of them. */
      grant_types?: components['schemas']['OAuthGrantType'][]
      /**
       * @description For the consent page. An empty one is removed.
       * @example Notes
       */
      client_name?: string
      /**
       * @description The application's home page, a URL or an absolute path. An empty one is removed.
       * @example https://notes.example.com
       */
      client_uri?: string
      /**
       * @description The application's logo, for the consent page. An empty one is removed. The scheme is not checked.
       * @example https://notes.example.com/logo.png
       */
      logo_uri?: string
      token_endpoint_auth_method?: components['schemas']['OAuthClientAuthMethod']
    }
    /**
     * @description `oidc` for OpenID Connect with a discovery document, `oauth2` for OAuth 2 with a userinfo endpoint.
     * @example oauth2
     */
    CustomProviderType: ('oauth2' | 'oidc') | components['schemas']['OpenString']
    /**
     * @description An `https` URL. Its host must resolve, to public addresses only.
     * @example https://login.acme.example/authorize
     */
    CustomProviderUrl: string
    /**
     * @description An `https` URL, whose host must resolve, to public addresses only. An empty one changes nothing.
     * @example https://login.acme.example/authorize
     */
    CustomProviderUrlChange: string
    /**
     * @description Claims to set before the user is read from them: the key is the claim to set. A text names the claim to copy,
     *     if the provider sent it; any other value is taken as it is.
     * @example {
     *       "sub": "user_id"
     *     }
     */
    AttributeMapping: {
      [key: string]: unknown
    }
    /**
     * @description More query parameters for the provider's authorization endpoint, except those that the server sets itself.
     * @example {
     *       "prompt": "consent"
     *     }
     */
    AuthorizationParams: {
      [key: string]: string
    }
    /** @description What may be set at creation, and changed later. */
    CustomProviderSettings: {
      /**
       * @description More audiences that ID tokens of this provider may have, e.g. those of mobile apps.
       * @example [
       *       "app-5678-ios"
       *     ]
       */
      acceptable_client_ids?: string[]
      /**
       * @description The scopes to ask for. With `oidc`, `openid` is added if it is missing.
       * @example [
       *       "openid",
       *       "email"
       *     ]
       */
      scopes?: string[]
      /**
       * @description Whether to use PKCE with the provider. `true` unless told otherwise at creation.
       * @example true
       */
      pkce_enabled?: boolean
      attribute_mapping?: components['schemas']['AttributeMapping']
      /**
       * @description Claims of the provider to copy into `custom_claims` of the user's metadata.
       * @example [
       *       "department"
       *     ]
       */
      custom_claims_allowlist?: string[]
      authorization_params?: components['schemas']['AuthorizationParams']
      /**
       * @description Whether users can sign in with it. `true` unless told otherwise at creation.
       * @example true
       */
      enabled?: boolean
      /**
       * @description Whether users without an e-mail address are let in. `false` unless told otherwise at creation.
       * @example false
       */
      email_optional?: boolean
    }
    NewCustomProvider: components['schemas']['CustomProviderSettings'] & {
      /**
       * @description The name for `provider` in `GET /authorize` and elsewhere, at most 50 characters. Never changes.
       *     A character that is not allowed is a 500.
       * @example custom:acme
       */
      identifier: string
      /**
       * @description For people. A longer one is a 500.
       * @example Acme
       */
      name: string
      /**
       * @description This server's client id at the provider. A longer one is a 500.
       * @example app-1234
       */
      client_id: string
      /**
       * @description Never returned. Stored encrypted where `GOTRUE_SECURITY_DB_ENCRYPTION_ENCRYPT` is on.
       * @example tVf3cPq9xK2m
       */
      client_secret: string
    }
    /** @description An OAuth 2 provider, whose users are read from a userinfo endpoint. */
    NewCustomOAuthProvider: components['schemas']['NewCustomProvider'] & {
      /** @enum {string} */
      provider_type: 'oauth2'
      authorization_url: components['schemas']['CustomProviderUrl']
      token_url: components['schemas']['CustomProviderUrl']
      userinfo_url: components['schemas']['CustomProviderUrl']
      jwks_uri?: components['schemas']['CustomProviderUrl']
    }
    /** @description An OpenID Connect provider. Its discovery document is fetched and checked at once. */
    NewCustomOidcProvider: components['schemas']['NewCustomProvider'] & {
      /** @enum {string} */
      provider_type: 'oidc'
      issuer: components['schemas']['CustomProviderUrl']
      discovery_url?: components['schemas']['CustomProviderUrl']
      /**
       * @description Whether ID tokens without the right nonce are accepted.
       * @default false
       */
      skip_nonce_check?: boolean
    }
    /**
     * @description What is left out stays, and so does what an empty text is sent for. Fields of the other type are ignored, as are
     *     `provider_type` and `identifier`.
     */
    CustomProviderChanges: components['schemas']['CustomProviderSettings'] & {
      /** @example Acme */
      name?: string
      /** @example app-1234 */
      client_id?: string
      /** @example tVf3cPq9xK2m */
      client_secret?: string
      authorization_url?: components['schemas']['CustomProviderUrlChange']
      token_url?: components['schemas']['CustomProviderUrlChange']
      userinfo_url?: components['schemas']['CustomProviderUrlChange']
      jwks_uri?: components['schemas']['CustomProviderUrlChange']
      issuer?: components['schemas']['CustomProviderUrlChange']
      discovery_url?: components['schemas']['CustomProviderUrlChange']
      /** @example false */
      skip_nonce_check?: boolean
    }
    /** @description A provider that administrators have added. The client secret is never returned. */
    CustomProvider: {
      /** Format: uuid */
      id: string
      provider_type: components['schemas']['CustomProviderType']
      /**
       * @description The name for `provider` in `GET /authorize` and elsewhere.
       * @example custom:acme
       */
      identifier: string
      /** @example Acme */
      name: string
      /**
       * @description This server's client id at the provider.
       * @example app-1234
       */
      client_id: string
      /** @description More audiences that ID tokens of this provider may have. */
      acceptable_client_ids: string[]
      /** @description The scopes to ask for. */
      scopes: string[]
      pkce_enabled: boolean
      /** @description Claims to set, and what to. */
      attribute_mapping: {
        [key: string]: unknown
      }
      /** @description Claims of the provider to copy into `custom_claims` of the user's metadata. */
      custom_claims_allowlist: string[]
      /** @description More query parameters for the provider's authorization endpoint. */
      authorization_params: {
        [key: string]: string
      }
      /** @description Whether users can sign in with it. */
      enabled: boolean
      /** @description Whether users without an e-mail address are let in. */
      email_optional: boolean
      /**
       * @description Of `oidc` providers.
       * @example https://id.corp.example
       */
      issuer?: string
      /**
       * @description Of `oidc` providers, if it is not below the issuer.
       * @example https://id.corp.example/.well-known/openid-configuration
       */
      discovery_url?: string
      /** @description Always false with `oauth2`. */
      skip_nonce_check: boolean
      discovery_document?: components['schemas']['CustomProviderDiscovery']
      /**
       * @description Of `oauth2` providers, like the next three.
       * @example https://login.acme.example/authorize
       */
      authorization_url?: string
      /** @example https://login.acme.example/token */
      token_url?: string
      /** @example https://login.acme.example/userinfo */
      userinfo_url?: string
      /** @example https://login.acme.example/keys */
      jwks_uri?: string
      /** Format: date-time */
      created_at: string
      /** Format: date-time */
      updated_at: string
    }
    /** @description What the server keeps of the discovery document of an `oidc` provider. */
    CustomProviderDiscovery: {
      /** @example https://id.corp.example */
      issuer: string
      /** @example https://id.corp.example/authorize */
      authorization_endpoint: string
      /** @example https://id.corp.example/token */
      token_endpoint: string
      /** @example https://id.corp.example/userinfo */
      userinfo_endpoint?: string
      /** @example https://id.corp.example/keys */
      jwks_uri: string
      scopes_supported?: string[]
      response_types_supported?: string[]
      grant_types_supported?: string[]
      subject_types_supported?: string[]
    }
    CustomProviderList: {
      providers: components['schemas']['CustomProvider'][]
    }
    /** @description The error body below `/scim/v2` (RFC 7644, section 3.12). Not affected by `X-Supabase-Api-Version`. */
    ScimError: {
      schemas: 'urn:ietf:params:scim:api:messages:2.0:Error'[]
      /** @description The kind of error, in the words of RFC 7644. No answer has it so far. */
      scimType?: string
      /** @description For people, in English. */
      detail?: string
      /**
       * @description The HTTP status, as a string.
       * @example 403
       */
      status: string
    }
    /** @description A list of resources (RFC 7644, section 3.4.2). */
    ScimList: {
      schemas: 'urn:ietf:params:scim:api:messages:2.0:ListResponse'[]
      /** @example 0 */
      totalResults: number
      /**
       * @description The place of the first resource, from 1.
       * @example 1
       */
      startIndex: number
      /** @example 0 */
      itemsPerPage: number
      /** @description Empty so far. */
      Resources: {
        [key: string]: unknown
      }[]
    }
    /** @description What the server can do (RFC 7643, section 5). */
    ScimServiceProviderConfig: {
      schemas: 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'[]
      patch: components['schemas']['ScimFeature']
      bulk: components['schemas']['ScimBulkFeature']
      filter: components['schemas']['ScimFilterFeature']
      changePassword: components['schemas']['ScimFeature']
      sort: components['schemas']['ScimFeature']
      etag: components['schemas']['ScimFeature']
      authenticationSchemes: components['schemas']['ScimAuthenticationScheme'][]
      meta: components['schemas']['ScimMeta']
    }
    ScimFeature: {
      supported: boolean
    }
    ScimBulkFeature: {
      supported: boolean
      maxOperations: number
      /** @description In bytes. */
      maxPayloadSize: number
    }
    ScimFilterFeature: {
      supported: boolean
      maxResults: number
    }
    ScimAuthenticationScheme: {
      /** @enum {string} */
      type: 'oauthbearertoken'
      /** @example OAuth Bearer Token */
      name: string
      /** @example Authentication scheme using the OAuth Bearer Token Standard */
      description: string
      /** @example http://www.rfc-editor.org/info/rfc6750 */
      specUri?: string
      primary: boolean
    }
    ScimMeta: {
      /** @enum {string} */
      resourceType: 'ServiceProviderConfig'
      /**
       * @description The address of the resource, made from `API_EXTERNAL_URL`.
       * @example https://project.supabase.co/auth/v1/scim/v2/ServiceProviderConfig
       */
      location?: string
    }
    /** @description Any other string that a newer server may send. */
    OpenString: string & {}
  }
  responses: {
    /** @description No bearer token was sent. */
    NoAuthorization: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBody'] & {
          /** @enum {string} */
          error_code?: 'no_authorization'
        }
      }
    }
    /** @description The access token is not valid (any more). */
    UserTokenRefused: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBody'] & {
          /** @enum {string} */
          error_code?: 'bad_jwt' | 'session_not_found' | 'user_not_found' | 'user_banned'
        }
      }
    }
    /** @description The token is not valid, or not an admin's. */
    AdminTokenRefused: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBody'] & {
          /** @enum {string} */
          error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found'
        }
      }
    }
    /** @description The body is over 1 MiB. */
    RequestEntityTooLarge: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBody'] & {
          /** @enum {string} */
          error_code?: 'request_entity_too_large'
        }
      }
    }
    /** @description Too many requests from this address. */
    OverRequestRateLimit: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBody'] & {
          /** @enum {string} */
          error_code?: 'over_request_rate_limit'
        }
      }
    }
    /** @description The server failed. A failure that it did not foresee has no `error_id`. */
    UnexpectedFailure: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBody'] & {
          /** @enum {string} */
          error_code?: 'unexpected_failure'
        }
      }
    }
    /**
     * @description The server failed, or the database refused the write. In the initial API version the latter passes the
     *     database's own message on, which can contain the whole offending row.
     */
    WriteFailure: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
          /** @enum {string} */
          error_code?: 'unexpected_failure'
        }
      }
    }
    /**
     * @description The server failed, or the database refused the write. In the initial API version the latter passes the
     *     database's own message on. What fails after the tokens were made, such as the custom access token hook, sends
     *     their headers all the same.
     */
    TokenFailure: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        'sb-auth-user-id': components['headers']['sb-auth-user-id']
        'sb-auth-session-id': components['headers']['sb-auth-session-id']
        'sb-auth-refresh-token-prefix': components['headers']['sb-auth-refresh-token-prefix']
        'sb-auth-refresh-token-counter': components['headers']['sb-auth-refresh-token-counter']
        'sb-auth-refresh-token-reuse': components['headers']['sb-auth-refresh-token-reuse']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
          /** @enum {string} */
          error_code?: 'unexpected_failure'
        }
      }
    }
    /** @description The server took longer than `GOTRUE_API_MAX_REQUEST_DURATION` (default 10 s). */
    RequestTimeout: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBody'] & {
          /** @enum {string} */
          error_code?: 'request_timeout'
        }
      }
    }
    /**
     * @description A hook or a database trigger of the server's operator refused, with a status of its own choice (a hook's
     *     `error.http_code`, a trigger's SQLSTATE `PTnnn`).
     */
    HookOrTriggerRefusal: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
          /** @enum {string} */
          error_code?: 'unknown'
        }
      }
    }
    /** @description The signature of the token is right, but its `sub` is not a UUID. */
    BadJwt: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBody'] & {
          /** @enum {string} */
          error_code?: 'bad_jwt'
        }
      }
    }
    /** @description The user who wanted to link the identity was deleted meanwhile, or the server failed. */
    CallbackFailure: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBody'] & {
          /** @enum {string} */
          error_code?: 'unexpected_failure'
        }
      }
    }
    /** @description The access token is not valid (any more), or an anonymous user's. */
    UserTokenRefusedOrAnonymous: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBody'] & {
          /** @enum {string} */
          error_code?: 'bad_jwt' | 'session_not_found' | 'user_not_found' | 'user_banned' | 'no_authorization'
        }
      }
    }
    /** @description The user has no such factor. */
    FactorNotFound: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBody'] & {
          /** @enum {string} */
          error_code?: 'mfa_factor_not_found' | 'validation_failed'
        }
      }
    }
    /** @description Passkeys are switched off. */
    PasskeysDisabled: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBody'] & {
          /** @enum {string} */
          error_code?: 'passkey_disabled'
        }
      }
    }
    /** @description The user has no such passkey, or passkeys are switched off. */
    PasskeyNotFoundOrDisabled: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBody'] & {
          /** @enum {string} */
          error_code?: 'validation_failed' | 'passkey_disabled'
        }
      }
    }
    /** @description The access token is not valid (any more), or not enough. */
    PasskeyRegistrationRefused: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBody'] & {
          /** @enum {string} */
          error_code?:
            'insufficient_aal' | 'no_authorization' | 'bad_jwt' | 'session_not_found' | 'user_not_found' | 'user_banned'
        }
      }
    }
    /** @description The user cannot have another passkey. */
    PasskeyNotPossible: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBody'] & {
          /** @enum {string} */
          error_code?: 'too_many_passkeys' | 'validation_failed'
        }
      }
    }
    /** @description The OAuth server is off. */
    OAuthServerNotEnabled: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBody'] & {
          /** @enum {string} */
          error_code?: 'feature_disabled'
        }
      }
    }
    /** @description There is no such request, it is too old, or another user's; or the OAuth server is off. */
    OAuthAuthorizationNotFound: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBody'] & {
          /** @enum {string} */
          error_code?: 'oauth_authorization_not_found' | 'feature_disabled'
        }
      }
    }
    /** @description The token is not valid, or not an admin's; or a database trigger refused with SQLSTATE `PT403`. */
    AdminTokenOrTriggerRefused: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
          /** @enum {string} */
          error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found'
        }
      }
    }
    /** @description The token is not valid, or not an admin's; or a hook or database trigger refused with this status. */
    AdminTokenOrHookRefused: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
          /** @enum {string} */
          error_code?: 'not_admin' | 'bad_jwt' | 'session_not_found' | 'session_expired' | 'user_not_found' | 'unknown'
        }
      }
    }
    /** @description There is no such user. */
    UserNotFound: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBody'] & {
          /** @enum {string} */
          error_code?: 'user_not_found' | 'validation_failed'
        }
      }
    }
    /** @description There is no such user, or the user has no such factor. */
    UserOrFactorNotFound: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBody'] & {
          /** @enum {string} */
          error_code?: 'user_not_found' | 'validation_failed' | 'mfa_factor_not_found'
        }
      }
    }
    /** @description There is no such provider. */
    SsoProviderNotFound: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBody'] & {
          /** @enum {string} */
          error_code?: 'sso_provider_not_found'
        }
      }
    }
    /** @description The id is not a UUID, or the token's `sub` is not. */
    OAuthClientIdRefused: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBody'] & {
          /** @enum {string} */
          error_code?: 'validation_failed' | 'bad_jwt'
        }
      }
    }
    /** @description There is no such client, it was deleted, or the OAuth server is off. */
    OAuthClientNotFound: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBody'] & {
          /** @enum {string} */
          error_code?: 'oauth_client_not_found' | 'feature_disabled'
        }
      }
    }
    /** @description The identifier is not valid, or the token's `sub` is not. */
    CustomProviderIdentifierRefused: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBody'] & {
          /** @enum {string} */
          error_code?: 'validation_failed' | 'bad_jwt'
        }
      }
    }
    /** @description Custom providers are off. */
    CustomProvidersNotEnabled: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBody'] & {
          /** @enum {string} */
          error_code?: 'feature_disabled'
        }
      }
    }
    /** @description There is no such provider, or custom providers are off. */
    CustomProviderNotFound: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBody'] & {
          /** @enum {string} */
          error_code?: 'custom_provider_not_found' | 'feature_disabled'
        }
      }
    }
    /** @description SCIM is switched off. */
    ScimSwitchedOff: {
      headers: {
        'x-sb-error-code': components['headers']['x-sb-error-code']
        'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorBody'] & {
          /** @enum {string} */
          error_code?: 'feature_disabled'
        }
      }
    }
    /** @description There is a `filter`. */
    ScimFilterRefused: {
      headers: {
        [name: string]: unknown
      }
      content: {
        'application/scim+json': components['schemas']['ScimError']
      }
    }
  }
  parameters: {
    /**
     * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
     *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
     *     and refusals of the database are passed on as `PostgresError`.
     * @example 2024-01-01
     */
    'X-Supabase-Api-Version': string
    /**
     * @description Where the link in the message leads in the end. Used if it is on the site's own origin, a loopback address or in
     *     `GOTRUE_URI_ALLOW_LIST`; anything else falls back silently to `Referer` and then to the site URL.
     *     A request header of the same name takes precedence.
     * @example https://app.example.com/welcome
     */
    redirect_to: string
    /**
     * @description The audience to work in. Default is that of a user's bearer token, else the server's `GOTRUE_JWT_AUD`.
     * @example authenticated
     */
    'X-JWT-AUD': string
    /**
     * @description The user's id. Anything but a UUID is 404 `validation_failed`.
     * @example 9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11
     */
    user_id: string
    /**
     * @description The factor's id. Anything but a UUID is 404 `validation_failed`.
     * @example 5a2e4c0d-7a3e-4e0b-8f39-7b6a1d2f9c42
     */
    factor_id: string
    /**
     * @description The passkey's id. Anything but a UUID is 404 `validation_failed`.
     * @example c0a5f3b2-6d1e-4f7a-9b8c-2e4d6f8a0b1c
     */
    passkey_id: string
    /**
     * @description The page, from 1. `0` is read as 1.
     * @example 1
     */
    page: number
    /**
     * @description Entries on a page, without an upper limit. `0` is a 500.
     * @example 50
     */
    per_page: number
    /**
     * @description Who the user signs in with, in any case. Unknown, switched off or not set up is 400 `validation_failed`.
     *     `GET /settings` tells which of the built-in ones are on, save `x` and `vercel_marketplace`.
     * @example github
     */
    provider: components['schemas']['ProviderName']
    /**
     * @description What to ask the provider for. For a built-in provider: separated by commas, and added to its default scopes; not
     *     used by `apple`, `bitbucket`, `notion`, `twitter`, `workos` and `zoom`. For a custom provider: separated by blanks,
     *     in place of its stored scopes.
     * @example repo,gist
     */
    scopes: string
    /**
     * @description Selects the PKCE flow between the application and GoTrue (RFC 7636), whose result is a code for
     *     `POST /token?grant_type=pkce`. Without it the flow is implicit: the tokens come in the fragment.
     * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
     */
    code_challenge: components['schemas']['CodeChallenge']
    /**
     * @description Needed with `code_challenge`, and refused without.
     * @example s256
     */
    code_challenge_method: components['schemas']['CodeChallengeMethod']
    /**
     * @description Passed on to the provider, which repeats it in its id_token. GoTrue itself does not check it.
     * @example n-0S6_WzA2Mj
     */
    nonce: string
    /**
     * @description Passed on as `provider`, for `workos`.
     * @example GoogleOAuth
     */
    workos_provider: string
    /**
     * @description The confirmation token (hash) of an invited user: the sign-in accepts the invitation, if the provider knows the
     *     invited address. Unknown is 404 `user_not_found`. Passed on to the provider as well.
     * @example 8e7b1f4c0d3a6b9e2c5f8a1d4b7e0c3f6a9d2b5e8c1f4a7d0b3e6c9f
     */
    invite_token: string
    /**
     * @description Passed on. Whether the provider asks again, e.g. `none`, `login`, `consent` or `select_account`.
     * @example consent
     */
    prompt: string
    /**
     * @description Passed on. With `offline` Google issues a refresh token.
     * @example offline
     */
    access_type: string
    /**
     * @description Passed on. The account that the provider should suggest.
     * @example ada@example.com
     */
    login_hint: string
    /**
     * @description Passed on. The domain of the organisation whose accounts Google should offer.
     * @example example.com
     */
    hd: string
    /**
     * @description Passed on. The organisation, for `workos`.
     * @example org_01EHWNCE74X7JSDV0X3SZ3KJNY
     */
    organization: string
    /**
     * @description Passed on. The connection, for `workos`.
     * @example conn_01E4ZCR3C56J083X43JQXF3JK5
     */
    connection: string
    /**
     * @description Whatever else the provider understands: every other key is passed on to it, with its first value. Never passed on, in
     *     whatever case: `client_id`, `client_secret`, `redirect_uri`, `response_type`, `state`, `code_challenge`,
     *     `code_challenge_method`, `code_verifier`.
     * @example {
     *       "allow_signup": "false"
     *     }
     */
    provider_params: {
      [key: string]: string
    }
    /**
     * @description The `identity_id` of the identity, not its `id`. Anything but a UUID is 404 `validation_failed`.
     * @example 7d0e7c5a-54c4-4a87-9d1b-8f0f5d5c7e2b
     */
    identity_id: string
    /**
     * @description The `authorization_id` with which `GET /oauth/authorize` redirected, 32 characters.
     * @example uyrnmxtv5bj4hjhlyskmwalw7mit7w2u
     */
    authorization_id: string
    /**
     * @description The provider's `id`, or `resource_` followed by its `resource_id`. Anything else is 404 `sso_provider_not_found`.
     *     Characters that a path segment may hold, `: @ $ & + , ; =`, must stay literal: the server does not decode them.
     * @example 21648a9d-8d5a-4555-a9d1-d6375dc14e92
     */
    idp_id: string
    /**
     * @description The client's id. Anything but a UUID is 400 `validation_failed`.
     * @example 3e0f7d52-6b1a-4c8e-9f24-7a5d1b0c8e63
     */
    client_id: string
    /**
     * @description The identifier, which begins with `custom:`. The colon must stay literal: the server does not decode it, so
     *     `custom%3Aacme` is 400 `validation_failed`.
     * @example custom:acme
     */
    identifier: string
    /**
     * @description Not supported; that it is there at all is a 403.
     * @example name eq "User"
     */
    scim_filter: string
  }
  requestBodies: never
  headers: {
    /**
     * @description The error code. Absent with failures that a hook worded or the server did not foresee, with `OAuthError`, and with
     *     `weak_password` in version 2024-01-01. With a `PostgresError` it is `unexpected_failure` or `conflict`, not the SQLSTATE.
     *     Not readable for browsers of other origins.
     * @example validation_failed
     */
    'x-sb-error-code': string
    /** @description `2024-01-01` where the request asked for that version or a later one, else absent. */
    'X-Supabase-Api-Version': '2024-01-01'
    /**
     * @description Where the answer leads.
     * @example https://app.example.com/welcome?code=42aed025-ced9-4bd8-b77f-86c0bd2ebbab
     */
    Location: string
    /**
     * @description The provider's authorization endpoint.
     * @example https://github.com/login/oauth/authorize?client_id=Iv1.8a61f9b3a7aba766&redirect_uri=https%3A%2F%2Fproject.supabase.co%2Fauth%2Fv1%2Fcallback&response_type=code&scope=user%3Aemail&state=64dfc87a-f85b-480f-935a-85484e731d02
     */
    ProviderLocation: string
    /**
     * @description The site URL, with the failure in the query.
     * @example https://app.example.com?error=invalid_request&error_code=bad_oauth_state&error_description=OAuth+state+not+found+or+expired
     */
    StateFailureLocation: string
    /**
     * @description The identity provider's sign-in page.
     * @example https://idp.example.com/sso?SAMLRequest=nJJBj9MwEIX%2FiuV7&RelayState=a0c46ab6-b81c-4e50-ba60-dba5ce24be60&SigAlg=http%3A%2F%2Fwww.w3.org%2F2000%2F09%2Fxmldsig%23rsa-sha1&Signature=bW0nHRsIa1tu
     */
    IdentityProviderLocation: string
    /**
     * @description The site's consent page, or the client's `redirect_uri` with `error`, `error_description` and `state`.
     * @example https://app.example.com/oauth/consent?authorization_id=uyrnmxtv5bj4hjhlyskmwalw7mit7w2u
     */
    ConsentLocation: string
    /**
     * @description The user that the tokens, or the refresh token that was refused, belong to.
     * @example 9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11
     */
    'sb-auth-user-id': string
    /**
     * @description The session that the tokens, or the refresh token that was refused, belong to.
     * @example 3c6e0a9c-22e2-4c8a-a1a9-9d0c2b87f601
     */
    'sb-auth-session-id': string
    /**
     * @description The first 5 characters of the new refresh token (first-generation tokens).
     * @example v7dwk
     */
    'sb-auth-refresh-token-prefix': string
    /**
     * @description How often the session has been refreshed (second-generation tokens).
     * @example 1
     */
    'sb-auth-refresh-token-counter': number
    /**
     * @description `false` at an ordinary refresh.
     * @example false
     */
    'sb-auth-refresh-token-reuse': string
    /**
     * @description Why a second-generation token that was presented before was accepted once more, e.g. `fail-to-save`.
     * @example fail-to-save
     */
    'sb-auth-refresh-token-reuse-cause': string
    /**
     * @description `true` when presenting a used second-generation token has ended the session.
     * @example true
     */
    'sb-auth-refresh-token-rotated': string
    /**
     * @description The `next` and `last` page (RFC 8288), relative to the server's own root. The last page of an empty list is 0.
     * @example </admin/users?page=2&per_page=50>; rel="next", </admin/users?page=3&per_page=50>; rel="last"
     */
    Link: string
    /**
     * @description The number of entries on all pages. Absent in cursor mode.
     * @example 117
     */
    'X-Total-Count': number
    /**
     * @description For how long the answer may be kept.
     * @example public, max-age=600
     */
    'Cache-Control': string
    /** @description `attachment; filename="metadata.xml"` with `download=true`, else absent. */
    'Content-Disposition': string
  }
  pathItems: never
}
export type $defs = Record<string, never>
export interface operations {
  getHealth: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The server runs. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Health']
        }
      }
      500: components['responses']['UnexpectedFailure']
    }
  }
  getSettings: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The settings. All keys are always there. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Settings']
        }
      }
      500: components['responses']['UnexpectedFailure']
    }
  }
  getJwks: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The keys. */
      200: {
        headers: {
          'Cache-Control': components['headers']['Cache-Control']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['JsonWebKeySet']
        }
      }
      500: components['responses']['UnexpectedFailure']
    }
  }
  getOpenidConfiguration: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The metadata. */
      200: {
        headers: {
          'Cache-Control': components['headers']['Cache-Control']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ServerMetadata']
        }
      }
      500: components['responses']['UnexpectedFailure']
    }
  }
  getOauthAuthorizationServer: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The metadata. */
      200: {
        headers: {
          'Cache-Control': components['headers']['Cache-Control']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ServerMetadata']
        }
      }
      /** @description The OAuth server is switched off. */
      404: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'feature_disabled'
          }
        }
      }
      500: components['responses']['UnexpectedFailure']
    }
  }
  authorize: {
    parameters: {
      query: {
        /**
         * @description Who the user signs in with, in any case. Unknown, switched off or not set up is 400 `validation_failed`.
         *     `GET /settings` tells which of the built-in ones are on, save `x` and `vercel_marketplace`.
         * @example github
         */
        provider: components['parameters']['provider']
        /**
         * @description What to ask the provider for. For a built-in provider: separated by commas, and added to its default scopes; not
         *     used by `apple`, `bitbucket`, `notion`, `twitter`, `workos` and `zoom`. For a custom provider: separated by blanks,
         *     in place of its stored scopes.
         * @example repo,gist
         */
        scopes?: components['parameters']['scopes']
        /**
         * @description Where the flow leads in the end. Used if it is on the site's own origin, a loopback address or in
         *     `GOTRUE_URI_ALLOW_LIST`; anything else falls back silently to `Referer` and then to the site URL.
         *     `GOTRUE_EXTERNAL_REDIRECTURL` overrides it. A request header of the same name takes precedence. Passed on to the
         *     provider as well.
         * @example https://app.example.com/welcome
         */
        redirect_to?: string
        /**
         * @description Selects the PKCE flow between the application and GoTrue (RFC 7636), whose result is a code for
         *     `POST /token?grant_type=pkce`. Without it the flow is implicit: the tokens come in the fragment.
         * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
         */
        code_challenge?: components['parameters']['code_challenge']
        /**
         * @description Needed with `code_challenge`, and refused without.
         * @example s256
         */
        code_challenge_method?: components['parameters']['code_challenge_method']
        /**
         * @description Passed on to the provider, which repeats it in its id_token. GoTrue itself does not check it.
         * @example n-0S6_WzA2Mj
         */
        nonce?: components['parameters']['nonce']
        /**
         * @description Passed on as `provider`, for `workos`.
         * @example GoogleOAuth
         */
        workos_provider?: components['parameters']['workos_provider']
        /**
         * @description The confirmation token (hash) of an invited user: the sign-in accepts the invitation, if the provider knows the
         *     invited address. Unknown is 404 `user_not_found`. Passed on to the provider as well.
         * @example 8e7b1f4c0d3a6b9e2c5f8a1d4b7e0c3f6a9d2b5e8c1f4a7d0b3e6c9f
         */
        invite_token?: components['parameters']['invite_token']
        /**
         * @description Passed on. Whether the provider asks again, e.g. `none`, `login`, `consent` or `select_account`.
         * @example consent
         */
        prompt?: components['parameters']['prompt']
        /**
         * @description Passed on. With `offline` Google issues a refresh token.
         * @example offline
         */
        access_type?: components['parameters']['access_type']
        /**
         * @description Passed on. The account that the provider should suggest.
         * @example ada@example.com
         */
        login_hint?: components['parameters']['login_hint']
        /**
         * @description Passed on. The domain of the organisation whose accounts Google should offer.
         * @example example.com
         */
        hd?: components['parameters']['hd']
        /**
         * @description Passed on. The organisation, for `workos`.
         * @example org_01EHWNCE74X7JSDV0X3SZ3KJNY
         */
        organization?: components['parameters']['organization']
        /**
         * @description Passed on. The connection, for `workos`.
         * @example conn_01E4ZCR3C56J083X43JQXF3JK5
         */
        connection?: components['parameters']['connection']
        /**
         * @description Whatever else the provider understands: every other key is passed on to it, with its first value. Never passed on, in
         *     whatever case: `client_id`, `client_secret`, `redirect_uri`, `response_type`, `state`, `code_challenge`,
         *     `code_challenge_method`, `code_verifier`.
         * @example {
         *       "allow_signup": "false"
         *     }
         */
        provider_params?: components['parameters']['provider_params']
        /**
         * @description Without effect here, save that it is passed on to the provider; the answer is always the redirect. Older clients
         *     send it. It works on `GET /user/identities/authorize` and `POST /sso`.
         * @example false
         */
        skip_http_redirect?: boolean
      }
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description To the provider, with `state` and the provider's own keys in the query. */
      302: {
        headers: {
          Location: components['headers']['ProviderLocation']
          [name: string]: unknown
        }
        content: {
          'text/html': string
        }
      }
      /** @description The provider or the code challenge is not valid. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'validation_failed'
          }
        }
      }
      /** @description Nobody has this `invite_token`. */
      404: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'user_not_found'
          }
        }
      }
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  callback: {
    parameters: {
      query?: {
        /**
         * @description The `state` of the way there, a UUID. Without it the answer is a failure (303 `bad_oauth_callback`).
         * @example 64dfc87a-f85b-480f-935a-85484e731d02
         */
        state?: string
        /**
         * @description The provider's authorization code.
         * @example 4f0e9d6bc5a8e3b0f17d
         */
        code?: string
        /**
         * @description Why the provider refused, in place of `code`.
         * @example access_denied
         */
        error?: string
        /**
         * @description The provider's own words on `error`.
         * @example The user has denied your application access.
         */
        error_description?: string
        /**
         * @description The request token, from Twitter (OAuth 1.0a) only.
         * @example NPcudxy0yU5T3tBzho7iCotZ3cnetKwcTIRlX0iwRl0
         */
        oauth_token?: string
        /**
         * @description The verifier, from Twitter (OAuth 1.0a) only.
         * @example uw7NjWHT6OJ1MpJOXsHfNxoAhPKpgI8BlYDhxEjIBY
         */
        oauth_verifier?: string
      }
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /**
       * @description To the application. After an implicit flow the fragment has `access_token`, `refresh_token`, `expires_in`,
       *     `expires_at`, `token_type`, `provider_token`, `provider_refresh_token` (if there is one) and an empty `sb`; after
       *     a PKCE flow the query has `code`. After a failure the query has `error`, `error_code` and `error_description`,
       *     the fragment has the same and an empty `sb`; read the query, as the fragment's description is encoded twice.
       *     Only an implicit flow issues tokens here, and sends their headers.
       */
      302: {
        headers: {
          Location: components['headers']['Location']
          'sb-auth-user-id': components['headers']['sb-auth-user-id']
          'sb-auth-session-id': components['headers']['sb-auth-session-id']
          'sb-auth-refresh-token-prefix': components['headers']['sb-auth-refresh-token-prefix']
          'sb-auth-refresh-token-counter': components['headers']['sb-auth-refresh-token-counter']
          [name: string]: unknown
        }
        content: {
          'text/html': string
        }
      }
      /**
       * @description The state is missing, unknown, expired or used. To the site URL, with `error`, `error_code` and
       *     `error_description` in the query only. The body repeats the failure as JSON after the link.
       */
      303: {
        headers: {
          Location: components['headers']['StateFailureLocation']
          [name: string]: unknown
        }
        content: {
          'text/html': string
        }
      }
      500: components['responses']['CallbackFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  callbackFormPost: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody?: {
      content: {
        'application/x-www-form-urlencoded': components['schemas']['ProviderCallbackForm']
      }
    }
    responses: {
      /** @description To the application, as of `GET /callback`, with its `error_code`s. Without a body. */
      302: {
        headers: {
          Location: components['headers']['Location']
          'sb-auth-user-id': components['headers']['sb-auth-user-id']
          'sb-auth-session-id': components['headers']['sb-auth-session-id']
          'sb-auth-refresh-token-prefix': components['headers']['sb-auth-refresh-token-prefix']
          'sb-auth-refresh-token-counter': components['headers']['sb-auth-refresh-token-counter']
          [name: string]: unknown
        }
        content?: never
      }
      /**
       * @description The state is missing, unknown, expired or used. To the site URL, with `error`, `error_code` and
       *     `error_description` in the query only. The body is the failure as JSON, though it is called text.
       */
      303: {
        headers: {
          Location: components['headers']['StateFailureLocation']
          [name: string]: unknown
        }
        content: {
          'text/plain': string
        }
      }
      500: components['responses']['CallbackFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  signUp: {
    parameters: {
      query?: {
        /**
         * @description Where the link in the message leads in the end. Used if it is on the site's own origin, a loopback address or in
         *     `GOTRUE_URI_ALLOW_LIST`; anything else falls back silently to `Referer` and then to the site URL.
         *     A request header of the same name takes precedence.
         * @example https://app.example.com/welcome
         */
        redirect_to?: components['parameters']['redirect_to']
      }
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
        /**
         * @description The audience to work in. Default is that of a user's bearer token, else the server's `GOTRUE_JWT_AUD`.
         * @example authenticated
         */
        'X-JWT-AUD'?: components['parameters']['X-JWT-AUD']
      }
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['SignUpBody']
      }
    }
    responses: {
      /** @description A session, or the user who has to confirm the address first. */
      200: {
        headers: {
          'sb-auth-user-id': components['headers']['sb-auth-user-id']
          'sb-auth-session-id': components['headers']['sb-auth-session-id']
          'sb-auth-refresh-token-prefix': components['headers']['sb-auth-refresh-token-prefix']
          'sb-auth-refresh-token-counter': components['headers']['sb-auth-refresh-token-counter']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Session'] | components['schemas']['User']
        }
      }
      /** @description The request is not valid, or this way of signing up is switched off. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?:
              | 'validation_failed'
              | 'bad_json'
              | 'email_provider_disabled'
              | 'phone_provider_disabled'
              | 'captcha_failed'
              | 'email_address_invalid'
              | 'email_address_not_authorized'
              | 'hook_payload_invalid_content_type'
          }
        }
      }
      413: components['responses']['RequestEntityTooLarge']
      /** @description Not accepted. */
      422: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?:
              | 'weak_password'
              | 'user_already_exists'
              | 'signup_disabled'
              | 'anonymous_provider_disabled'
              | 'sms_send_failed'
              | 'hook_timeout'
              | 'hook_timeout_after_retry'
              | 'hook_payload_over_size_limit'
          }
        }
      }
      /** @description Too many requests or messages. */
      429: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'over_request_rate_limit' | 'over_email_send_rate_limit' | 'over_sms_send_rate_limit'
          }
        }
      }
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
      default: components['responses']['HookOrTriggerRefusal']
    }
  }
  recover: {
    parameters: {
      query?: {
        /**
         * @description Where the link in the message leads in the end. Used if it is on the site's own origin, a loopback address or in
         *     `GOTRUE_URI_ALLOW_LIST`; anything else falls back silently to `Referer` and then to the site URL.
         *     A request header of the same name takes precedence.
         * @example https://app.example.com/welcome
         */
        redirect_to?: components['parameters']['redirect_to']
      }
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
        /**
         * @description The audience to work in. Default is that of a user's bearer token, else the server's `GOTRUE_JWT_AUD`.
         * @example authenticated
         */
        'X-JWT-AUD'?: components['parameters']['X-JWT-AUD']
      }
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['AccountRecovery']
      }
    }
    responses: {
      /** @description The mail was sent, or nobody has the address. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['EmptyObject']
        }
      }
      /** @description The request is not valid, or e-mail sign-in is switched off. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?:
              | 'validation_failed'
              | 'bad_json'
              | 'email_provider_disabled'
              | 'captcha_failed'
              | 'email_address_invalid'
              | 'email_address_not_authorized'
              | 'hook_payload_invalid_content_type'
          }
        }
      }
      413: components['responses']['RequestEntityTooLarge']
      /** @description A hook did not answer as it should. */
      422: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?: 'hook_timeout' | 'hook_timeout_after_retry' | 'hook_payload_over_size_limit'
          }
        }
      }
      /** @description Too many requests or mails. */
      429: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'over_request_rate_limit' | 'over_email_send_rate_limit'
          }
        }
      }
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
      default: components['responses']['HookOrTriggerRefusal']
    }
  }
  resend: {
    parameters: {
      query?: {
        /**
         * @description Where the link in the message leads in the end. Used if it is on the site's own origin, a loopback address or in
         *     `GOTRUE_URI_ALLOW_LIST`; anything else falls back silently to `Referer` and then to the site URL.
         *     A request header of the same name takes precedence.
         * @example https://app.example.com/welcome
         */
        redirect_to?: components['parameters']['redirect_to']
      }
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
        /**
         * @description The audience to work in. Default is that of a user's bearer token, else the server's `GOTRUE_JWT_AUD`.
         * @example authenticated
         */
        'X-JWT-AUD'?: components['parameters']['X-JWT-AUD']
      }
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['ResendBody']
      }
    }
    responses: {
      /** @description The message was sent, or there was nothing to send. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['SentMessage']
        }
      }
      /** @description The request is not valid, or this way of signing in is switched off. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?:
              | 'validation_failed'
              | 'bad_json'
              | 'email_provider_disabled'
              | 'phone_provider_disabled'
              | 'captcha_failed'
              | 'email_address_invalid'
              | 'email_address_not_authorized'
              | 'hook_payload_invalid_content_type'
          }
        }
      }
      413: components['responses']['RequestEntityTooLarge']
      /** @description The message could not be sent. */
      422: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?: 'sms_send_failed' | 'hook_timeout' | 'hook_timeout_after_retry' | 'hook_payload_over_size_limit'
          }
        }
      }
      /** @description Too many requests or messages. */
      429: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'over_request_rate_limit' | 'over_email_send_rate_limit' | 'over_sms_send_rate_limit'
          }
        }
      }
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
      default: components['responses']['HookOrTriggerRefusal']
    }
  }
  magicLink: {
    parameters: {
      query?: {
        /**
         * @description Where the link in the message leads in the end. Used if it is on the site's own origin, a loopback address or in
         *     `GOTRUE_URI_ALLOW_LIST`; anything else falls back silently to `Referer` and then to the site URL.
         *     A request header of the same name takes precedence.
         * @example https://app.example.com/welcome
         */
        redirect_to?: components['parameters']['redirect_to']
      }
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
        /**
         * @description The audience to work in. Default is that of a user's bearer token, else the server's `GOTRUE_JWT_AUD`.
         * @example authenticated
         */
        'X-JWT-AUD'?: components['parameters']['X-JWT-AUD']
      }
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['MagicLinkMail']
      }
    }
    responses: {
      /** @description The mail was sent. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['EmptyObject']
        }
      }
      /** @description The request is not valid. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?:
              | 'validation_failed'
              | 'bad_json'
              | 'captcha_failed'
              | 'email_address_invalid'
              | 'email_address_not_authorized'
              | 'hook_payload_invalid_content_type'
          }
        }
      }
      /** @description The body is over 1 MiB, where CAPTCHAs are asked for. Elsewhere that is 400 `bad_json`. */
      413: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'request_entity_too_large'
          }
        }
      }
      /** @description Not accepted. */
      422: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?:
              | 'validation_failed'
              | 'email_provider_disabled'
              | 'signup_disabled'
              | 'hook_timeout'
              | 'hook_timeout_after_retry'
              | 'hook_payload_over_size_limit'
          }
        }
      }
      /** @description Too many requests or mails. */
      429: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'over_request_rate_limit' | 'over_email_send_rate_limit'
          }
        }
      }
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
      default: components['responses']['HookOrTriggerRefusal']
    }
  }
  sendOtp: {
    parameters: {
      query?: {
        /**
         * @description Where the link in the message leads in the end. Used if it is on the site's own origin, a loopback address or in
         *     `GOTRUE_URI_ALLOW_LIST`; anything else falls back silently to `Referer` and then to the site URL.
         *     A request header of the same name takes precedence.
         * @example https://app.example.com/welcome
         */
        redirect_to?: components['parameters']['redirect_to']
      }
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
        /**
         * @description The audience to work in. Default is that of a user's bearer token, else the server's `GOTRUE_JWT_AUD`.
         * @example authenticated
         */
        'X-JWT-AUD'?: components['parameters']['X-JWT-AUD']
      }
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['SendOtpBody']
      }
    }
    responses: {
      /** @description The message was sent. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['SentMessage']
        }
      }
      /** @description The request is not valid, or phone sign-in is switched off. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?:
              | 'validation_failed'
              | 'bad_json'
              | 'phone_provider_disabled'
              | 'captcha_failed'
              | 'email_address_invalid'
              | 'email_address_not_authorized'
              | 'hook_payload_invalid_content_type'
          }
        }
      }
      413: components['responses']['RequestEntityTooLarge']
      /** @description Not accepted. */
      422: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?:
              | 'otp_disabled'
              | 'email_provider_disabled'
              | 'signup_disabled'
              | 'sms_send_failed'
              | 'hook_timeout'
              | 'hook_timeout_after_retry'
              | 'hook_payload_over_size_limit'
          }
        }
      }
      /** @description Too many requests or messages. */
      429: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'over_request_rate_limit' | 'over_email_send_rate_limit' | 'over_sms_send_rate_limit'
          }
        }
      }
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
      default: components['responses']['HookOrTriggerRefusal']
    }
  }
  grantToken: {
    parameters: {
      query: {
        /**
         * @description Which body is sent. Counts in the query only; missing or unknown it is 400 `invalid_credentials` with the message
         *     `unsupported_grant_type`.
         * @example password
         */
        grant_type: 'password' | 'refresh_token' | 'pkce' | 'id_token' | 'web3'
        /**
         * @description Where the link leads in the mail that an unverified address gets with `id_token`. Not used otherwise.
         * @example https://app.example.com/welcome
         */
        redirect_to?: string
      }
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
        /**
         * @description The audience to work in. Default is that of a user's bearer token, else the server's `GOTRUE_JWT_AUD`.
         * @example authenticated
         */
        'X-JWT-AUD'?: components['parameters']['X-JWT-AUD']
      }
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['GrantTokenBody']
      }
    }
    responses: {
      /** @description A session. */
      200: {
        headers: {
          'sb-auth-user-id': components['headers']['sb-auth-user-id']
          'sb-auth-session-id': components['headers']['sb-auth-session-id']
          'sb-auth-refresh-token-prefix': components['headers']['sb-auth-refresh-token-prefix']
          'sb-auth-refresh-token-counter': components['headers']['sb-auth-refresh-token-counter']
          'sb-auth-refresh-token-reuse': components['headers']['sb-auth-refresh-token-reuse']
          'sb-auth-refresh-token-reuse-cause': components['headers']['sb-auth-refresh-token-reuse-cause']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Session']
        }
      }
      /** @description The credentials are wrong, or the request is not valid. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          'sb-auth-user-id': components['headers']['sb-auth-user-id']
          'sb-auth-session-id': components['headers']['sb-auth-session-id']
          'sb-auth-refresh-token-rotated': components['headers']['sb-auth-refresh-token-rotated']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrOAuthError'] & {
            /** @enum {string} */
            error_code?:
              | 'invalid_credentials'
              | 'validation_failed'
              | 'bad_json'
              | 'captcha_failed'
              | 'email_not_confirmed'
              | 'phone_not_confirmed'
              | 'user_banned'
              | 'refresh_token_not_found'
              | 'refresh_token_already_used'
              | 'session_not_found'
              | 'session_expired'
              | 'bad_code_verifier'
              | 'provider_disabled'
              | 'email_exists'
              | 'email_address_invalid'
              | 'email_address_not_authorized'
              | 'web3_unsupported_chain'
              | 'bad_jwt'
              | 'hook_payload_invalid_content_type'
              | 'invalid request'
              | 'invalid nonce'
              | 'invalid_grant'
              | 'invalid_client'
              | 'server_error'
          }
        }
      }
      401: components['responses']['NoAuthorization']
      /** @description The user is banned, the access token sent for `link_identity` is not accepted, or a hook or trigger refused. */
      403: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          'sb-auth-user-id': components['headers']['sb-auth-user-id']
          'sb-auth-session-id': components['headers']['sb-auth-session-id']
          'sb-auth-refresh-token-prefix': components['headers']['sb-auth-refresh-token-prefix']
          'sb-auth-refresh-token-counter': components['headers']['sb-auth-refresh-token-counter']
          'sb-auth-refresh-token-reuse': components['headers']['sb-auth-refresh-token-reuse']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?: 'bad_jwt' | 'session_not_found' | 'user_not_found' | 'user_banned' | 'unknown'
          }
        }
      }
      /** @description The code of the PKCE flow is unknown, or was used. */
      404: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?: 'flow_state_not_found'
          }
        }
      }
      /** @description The session was locked for 5 seconds, by other refreshes or by the database. */
      409: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          'sb-auth-user-id': components['headers']['sb-auth-user-id']
          'sb-auth-session-id': components['headers']['sb-auth-session-id']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'conflict'
          }
        }
      }
      413: components['responses']['RequestEntityTooLarge']
      /** @description Not accepted. */
      422: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?:
              | 'flow_state_expired'
              | 'email_provider_disabled'
              | 'phone_provider_disabled'
              | 'web3_provider_disabled'
              | 'signup_disabled'
              | 'provider_email_needs_verification'
              | 'email_not_confirmed'
              | 'identity_already_exists'
              | 'hook_timeout'
              | 'hook_timeout_after_retry'
              | 'hook_payload_over_size_limit'
          }
        }
      }
      /** @description Too many requests or mails. */
      429: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'over_request_rate_limit' | 'over_email_send_rate_limit'
          }
        }
      }
      500: components['responses']['TokenFailure']
      504: components['responses']['RequestTimeout']
      default: components['responses']['HookOrTriggerRefusal']
    }
  }
  verifyLink: {
    parameters: {
      query: {
        /**
         * @description The token hash of the link, with `pkce_` in front where the flow began with a code challenge. Not the code of the mail.
         * @example 079c14b1433d44d96d6a0294ce258fa45aa379f1f88059528ad5d290
         */
        token: string
        /**
         * @description What is verified. `email` stands for `signup` and `magiclink`, whichever fits; with a `pkce_` token it is a 500.
         *     An unknown type redirects with `validation_failed`.
         * @example signup
         */
        type: components['schemas']['EmailVerificationType']
        /**
         * @description Where the link in the message leads in the end. Used if it is on the site's own origin, a loopback address or in
         *     `GOTRUE_URI_ALLOW_LIST`; anything else falls back silently to `Referer` and then to the site URL.
         *     A request header of the same name takes precedence.
         * @example https://app.example.com/welcome
         */
        redirect_to?: components['parameters']['redirect_to']
      }
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /**
       * @description To `redirect_to`.
       *     - Implicit flow, in the fragment: `access_token`, `expires_at`, `expires_in`, `refresh_token`, `sb`, `token_type` and
       *       `type`.
       *     - PKCE flow, in the query: `code`.
       *     - First link of a secure e-mail change, in the fragment: `message`, `sb`; in the PKCE flow `message` in the query too.
       *     - Failure, in the fragment: `error`, `error_code`, `error_description`, `sb`; in the PKCE flow the first three in the
       *       query too. The description is percent-encoded twice in the fragment, once in the query. `error_code` is one of
       *       `otp_expired`, `user_banned`, `flow_state_not_found`, `validation_failed`, `unexpected_failure` and `hook_…`; it is
       *       absent where a hook refused with a status of its own.
       */
      303: {
        headers: {
          Location: components['headers']['Location']
          'sb-auth-user-id': components['headers']['sb-auth-user-id']
          'sb-auth-session-id': components['headers']['sb-auth-session-id']
          'sb-auth-refresh-token-prefix': components['headers']['sb-auth-refresh-token-prefix']
          'sb-auth-refresh-token-counter': components['headers']['sb-auth-refresh-token-counter']
          [name: string]: unknown
        }
        content: {
          'text/html': string
        }
      }
      /** @description `token` or `type` is missing. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'validation_failed'
          }
        }
      }
      429: components['responses']['OverRequestRateLimit']
      500: components['responses']['UnexpectedFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  verifyOtp: {
    parameters: {
      query?: {
        /**
         * @description Some clients send it. Nobody is redirected; a send-email hook gets it with the notifications of the change.
         * @example https://app.example.com/welcome
         */
        redirect_to?: string
      }
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
        /**
         * @description The audience to work in. Default is that of a user's bearer token, else the server's `GOTRUE_JWT_AUD`.
         * @example authenticated
         */
        'X-JWT-AUD'?: components['parameters']['X-JWT-AUD']
      }
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['VerifyOtpBody']
      }
    }
    responses: {
      /** @description A session, or word that the other address has to be confirmed as well. */
      200: {
        headers: {
          'sb-auth-user-id': components['headers']['sb-auth-user-id']
          'sb-auth-session-id': components['headers']['sb-auth-session-id']
          'sb-auth-refresh-token-prefix': components['headers']['sb-auth-refresh-token-prefix']
          'sb-auth-refresh-token-counter': components['headers']['sb-auth-refresh-token-counter']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Session'] | components['schemas']['HalfConfirmation']
        }
      }
      /** @description The request is not valid. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?: 'validation_failed' | 'bad_json' | 'hook_payload_invalid_content_type'
          }
        }
      }
      /** @description The code or the user is not accepted, or a hook or trigger refused. */
      403: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          'sb-auth-user-id': components['headers']['sb-auth-user-id']
          'sb-auth-session-id': components['headers']['sb-auth-session-id']
          'sb-auth-refresh-token-prefix': components['headers']['sb-auth-refresh-token-prefix']
          'sb-auth-refresh-token-counter': components['headers']['sb-auth-refresh-token-counter']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?: 'otp_expired' | 'user_banned' | 'unknown'
          }
        }
      }
      413: components['responses']['RequestEntityTooLarge']
      /** @description The e-mail address is not one, or a hook did not answer as it should. */
      422: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?: 'validation_failed' | 'hook_timeout' | 'hook_timeout_after_retry' | 'hook_payload_over_size_limit'
          }
        }
      }
      429: components['responses']['OverRequestRateLimit']
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
      default: components['responses']['HookOrTriggerRefusal']
    }
  }
  logout: {
    parameters: {
      query?: {
        /**
         * @description Which sessions end: `global` all, `local` this one, `others` all but this one.
         * @example local
         */
        scope?: 'global' | 'local' | 'others'
      }
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Signed out. */
      204: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      /** @description The request is not valid. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'validation_failed' | 'bad_jwt'
          }
        }
      }
      401: components['responses']['NoAuthorization']
      403: components['responses']['UserTokenRefused']
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  reauthenticate: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The code was sent. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['SentMessage']
        }
      }
      /** @description The user has no address, or it does not get mail from this server. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?:
              | 'validation_failed'
              | 'bad_jwt'
              | 'email_address_invalid'
              | 'email_address_not_authorized'
              | 'hook_payload_invalid_content_type'
          }
        }
      }
      401: components['responses']['NoAuthorization']
      403: components['responses']['UserTokenRefused']
      /** @description The address or number is not confirmed, or the message could not be sent. */
      422: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?:
              | 'email_not_confirmed'
              | 'phone_not_confirmed'
              | 'sms_send_failed'
              | 'hook_timeout'
              | 'hook_timeout_after_retry'
              | 'hook_payload_over_size_limit'
          }
        }
      }
      /** @description Too many messages. */
      429: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'over_email_send_rate_limit' | 'over_sms_send_rate_limit'
          }
        }
      }
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
      default: components['responses']['HookOrTriggerRefusal']
    }
  }
  getUser: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
        /**
         * @description If sent, it must be the audience of the access token; else the answer is 400 `validation_failed`.
         * @example authenticated
         */
        'X-JWT-AUD'?: string
      }
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The user. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['User']
        }
      }
      /** @description The token is for another audience, or its `sub` is not a UUID. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'validation_failed' | 'bad_jwt'
          }
        }
      }
      401: components['responses']['NoAuthorization']
      403: components['responses']['UserTokenRefused']
      500: components['responses']['UnexpectedFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  updateUser: {
    parameters: {
      query?: {
        /**
         * @description Where the link in the message leads in the end. Used if it is on the site's own origin, a loopback address or in
         *     `GOTRUE_URI_ALLOW_LIST`; anything else falls back silently to `Referer` and then to the site URL.
         *     A request header of the same name takes precedence.
         * @example https://app.example.com/welcome
         */
        redirect_to?: components['parameters']['redirect_to']
      }
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
        /**
         * @description The audience to work in. Default is that of a user's bearer token, else the server's `GOTRUE_JWT_AUD`.
         * @example authenticated
         */
        'X-JWT-AUD'?: components['parameters']['X-JWT-AUD']
      }
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['UserChanges']
      }
    }
    responses: {
      /** @description The user after the change. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['User']
        }
      }
      /** @description The request is not valid, or the password needs more proof. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?:
              | 'validation_failed'
              | 'bad_json'
              | 'reauthentication_needed'
              | 'current_password_required'
              | 'current_password_invalid'
              | 'bad_jwt'
              | 'email_address_invalid'
              | 'email_address_not_authorized'
              | 'hook_payload_invalid_content_type'
          }
        }
      }
      /** @description No bearer token was sent, or the session lacks the second factor. */
      401: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'no_authorization' | 'insufficient_aal'
          }
        }
      }
      /** @description The access token is not valid (any more), the user must not change this, or a hook or trigger refused. */
      403: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?:
              'bad_jwt' | 'session_not_found' | 'user_not_found' | 'user_banned' | 'not_admin' | 'otp_expired' | 'unknown'
          }
        }
      }
      413: components['responses']['RequestEntityTooLarge']
      /** @description Not accepted. */
      422: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?:
              | 'weak_password'
              | 'same_password'
              | 'email_exists'
              | 'phone_exists'
              | 'reauthentication_not_valid'
              | 'user_sso_managed'
              | 'validation_failed'
              | 'sms_send_failed'
              | 'hook_timeout'
              | 'hook_timeout_after_retry'
              | 'hook_payload_over_size_limit'
          }
        }
      }
      /** @description Too many requests or messages. */
      429: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'over_request_rate_limit' | 'over_email_send_rate_limit' | 'over_sms_send_rate_limit'
          }
        }
      }
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
      default: components['responses']['HookOrTriggerRefusal']
    }
  }
  linkIdentity: {
    parameters: {
      query: {
        /**
         * @description Who the user signs in with, in any case. Unknown, switched off or not set up is 400 `validation_failed`.
         *     `GET /settings` tells which of the built-in ones are on, save `x` and `vercel_marketplace`.
         * @example github
         */
        provider: components['parameters']['provider']
        /**
         * @description What to ask the provider for. For a built-in provider: separated by commas, and added to its default scopes; not
         *     used by `apple`, `bitbucket`, `notion`, `twitter`, `workos` and `zoom`. For a custom provider: separated by blanks,
         *     in place of its stored scopes.
         * @example repo,gist
         */
        scopes?: components['parameters']['scopes']
        /**
         * @description Where the link in the message leads in the end. Used if it is on the site's own origin, a loopback address or in
         *     `GOTRUE_URI_ALLOW_LIST`; anything else falls back silently to `Referer` and then to the site URL.
         *     A request header of the same name takes precedence.
         * @example https://app.example.com/welcome
         */
        redirect_to?: components['parameters']['redirect_to']
        /**
         * @description Selects the PKCE flow between the application and GoTrue (RFC 7636), whose result is a code for
         *     `POST /token?grant_type=pkce`. Without it the flow is implicit: the tokens come in the fragment.
         * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
         */
        code_challenge?: components['parameters']['code_challenge']
        /**
         * @description Needed with `code_challenge`, and refused without.
         * @example s256
         */
        code_challenge_method?: components['parameters']['code_challenge_method']
        /**
         * @description Passed on to the provider, which repeats it in its id_token. GoTrue itself does not check it.
         * @example n-0S6_WzA2Mj
         */
        nonce?: components['parameters']['nonce']
        /**
         * @description Passed on as `provider`, for `workos`.
         * @example GoogleOAuth
         */
        workos_provider?: components['parameters']['workos_provider']
        /**
         * @description The confirmation token (hash) of an invited user: the sign-in accepts the invitation, if the provider knows the
         *     invited address. Unknown is 404 `user_not_found`. Passed on to the provider as well.
         * @example 8e7b1f4c0d3a6b9e2c5f8a1d4b7e0c3f6a9d2b5e8c1f4a7d0b3e6c9f
         */
        invite_token?: components['parameters']['invite_token']
        /**
         * @description Passed on. Whether the provider asks again, e.g. `none`, `login`, `consent` or `select_account`.
         * @example consent
         */
        prompt?: components['parameters']['prompt']
        /**
         * @description Passed on. With `offline` Google issues a refresh token.
         * @example offline
         */
        access_type?: components['parameters']['access_type']
        /**
         * @description Passed on. The account that the provider should suggest.
         * @example ada@example.com
         */
        login_hint?: components['parameters']['login_hint']
        /**
         * @description Passed on. The domain of the organisation whose accounts Google should offer.
         * @example example.com
         */
        hd?: components['parameters']['hd']
        /**
         * @description Passed on. The organisation, for `workos`.
         * @example org_01EHWNCE74X7JSDV0X3SZ3KJNY
         */
        organization?: components['parameters']['organization']
        /**
         * @description Passed on. The connection, for `workos`.
         * @example conn_01E4ZCR3C56J083X43JQXF3JK5
         */
        connection?: components['parameters']['connection']
        /**
         * @description Whatever else the provider understands: every other key is passed on to it, with its first value. Never passed on, in
         *     whatever case: `client_id`, `client_secret`, `redirect_uri`, `response_type`, `state`, `code_challenge`,
         *     `code_challenge_method`, `code_verifier`.
         * @example {
         *       "allow_signup": "false"
         *     }
         */
        provider_params?: components['parameters']['provider_params']
        /**
         * @description Exactly `true` gives 200 with the address; anything else the redirect. Passed on to the provider as well.
         * @example true
         */
        skip_http_redirect?: boolean
      }
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description With `skip_http_redirect=true`, where to send the browser. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['AuthorizationAddress']
        }
      }
      /** @description To the provider, with `state` and the provider's own keys in the query. */
      302: {
        headers: {
          Location: components['headers']['ProviderLocation']
          [name: string]: unknown
        }
        content: {
          'text/html': string
        }
      }
      /** @description The provider or the code challenge is not valid. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'validation_failed' | 'bad_jwt'
          }
        }
      }
      401: components['responses']['NoAuthorization']
      403: components['responses']['UserTokenRefused']
      /** @description Linking is switched off, or the invitation is unknown. */
      404: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'manual_linking_disabled' | 'user_not_found'
          }
        }
      }
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  unlinkIdentity: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
        /**
         * @description If sent, it must be the audience of the access token; else the answer is 403 `unexpected_audience`.
         * @example authenticated
         */
        'X-JWT-AUD'?: string
      }
      path: {
        /**
         * @description The `identity_id` of the identity, not its `id`. Anything but a UUID is 404 `validation_failed`.
         * @example 7d0e7c5a-54c4-4a87-9d1b-8f0f5d5c7e2b
         */
        identity_id: components['parameters']['identity_id']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The identity was removed. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['EmptyObject']
        }
      }
      400: components['responses']['BadJwt']
      401: components['responses']['NoAuthorization']
      /** @description The access token is not valid (any more) or for another audience, or a trigger refused. */
      403: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?: 'bad_jwt' | 'session_not_found' | 'user_not_found' | 'user_banned' | 'unexpected_audience'
          }
        }
      }
      /** @description The id is not a UUID, or linking is switched off. */
      404: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?: 'validation_failed' | 'manual_linking_disabled'
          }
        }
      }
      /** @description The identity cannot be removed. */
      422: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?: 'identity_not_found' | 'single_identity_not_deletable' | 'email_conflict_identity_not_deletable'
          }
        }
      }
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
      default: components['responses']['HookOrTriggerRefusal']
    }
  }
  enrollFactor: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['EnrollFactorBody']
      }
    }
    responses: {
      /** @description The unverified factor. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json':
            | components['schemas']['EnrolledTotpFactor']
            | components['schemas']['EnrolledPhoneFactor']
            | components['schemas']['EnrolledWebauthnFactor']
        }
      }
      /** @description The request is not valid. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'validation_failed' | 'bad_json' | 'bad_jwt'
          }
        }
      }
      401: components['responses']['NoAuthorization']
      /** @description The access token is not valid (any more), or not enough. */
      403: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?:
              'insufficient_aal' | 'no_authorization' | 'bad_jwt' | 'session_not_found' | 'user_not_found' | 'user_banned'
          }
        }
      }
      413: components['responses']['RequestEntityTooLarge']
      /** @description Not accepted. */
      422: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?:
              | 'mfa_factor_name_conflict'
              | 'too_many_enrolled_mfa_factors'
              | 'mfa_verified_factor_exists'
              | 'mfa_totp_enroll_not_enabled'
              | 'mfa_phone_enroll_not_enabled'
              | 'mfa_webauthn_enroll_not_enabled'
          }
        }
      }
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  challengeFactor: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path: {
        /**
         * @description The factor's id. Anything but a UUID is 404 `validation_failed`.
         * @example 5a2e4c0d-7a3e-4e0b-8f39-7b6a1d2f9c42
         */
        factor_id: components['parameters']['factor_id']
      }
      cookie?: never
    }
    /** @description Not read for TOTP. */
    requestBody?: {
      content: {
        'application/json': components['schemas']['FactorChallengeOptions']
      }
    }
    responses: {
      /** @description The challenge. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['OneTimeCodeChallenge'] | components['schemas']['WebauthnChallenge']
        }
      }
      /** @description The request is not valid. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'bad_json' | 'validation_failed' | 'bad_jwt'
          }
        }
      }
      401: components['responses']['NoAuthorization']
      403: components['responses']['UserTokenRefusedOrAnonymous']
      404: components['responses']['FactorNotFound']
      413: components['responses']['RequestEntityTooLarge']
      /** @description Verification is switched off for this type of factor. */
      422: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'mfa_totp_verify_not_enabled' | 'mfa_phone_verify_not_enabled' | 'mfa_webauthn_verify_not_enabled'
          }
        }
      }
      /** @description Too many requests or messages. */
      429: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'over_request_rate_limit' | 'over_sms_send_rate_limit'
          }
        }
      }
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  verifyFactor: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path: {
        /**
         * @description The factor's id. Anything but a UUID is 404 `validation_failed`.
         * @example 5a2e4c0d-7a3e-4e0b-8f39-7b6a1d2f9c42
         */
        factor_id: components['parameters']['factor_id']
      }
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['VerifyFactorBody']
      }
    }
    responses: {
      /** @description New tokens for the same session. Sent without the `sb-auth-…` headers. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Session']
        }
      }
      /** @description The request is not valid. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?: 'validation_failed' | 'bad_json' | 'bad_jwt' | 'hook_payload_invalid_content_type'
          }
        }
      }
      401: components['responses']['NoAuthorization']
      /** @description The access token is not valid (any more), or the verification was refused. */
      403: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?:
              | 'mfa_verification_rejected'
              | 'otp_expired'
              | 'no_authorization'
              | 'bad_jwt'
              | 'session_not_found'
              | 'user_not_found'
              | 'user_banned'
          }
        }
      }
      404: components['responses']['FactorNotFound']
      413: components['responses']['RequestEntityTooLarge']
      /** @description Not verified. */
      422: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?:
              | 'mfa_verification_failed'
              | 'mfa_challenge_expired'
              | 'mfa_factor_not_found'
              | 'mfa_ip_address_mismatch'
              | 'mfa_totp_verify_not_enabled'
              | 'mfa_phone_verify_not_enabled'
              | 'mfa_webauthn_enroll_not_enabled'
              | 'hook_timeout'
              | 'hook_timeout_after_retry'
              | 'hook_payload_over_size_limit'
          }
        }
      }
      429: components['responses']['OverRequestRateLimit']
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
      default: components['responses']['HookOrTriggerRefusal']
    }
  }
  unenrollFactor: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path: {
        /**
         * @description The factor's id. Anything but a UUID is 404 `validation_failed`.
         * @example 5a2e4c0d-7a3e-4e0b-8f39-7b6a1d2f9c42
         */
        factor_id: components['parameters']['factor_id']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The removed factor's id. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['UnenrolledFactor']
        }
      }
      400: components['responses']['BadJwt']
      401: components['responses']['NoAuthorization']
      403: components['responses']['UserTokenRefusedOrAnonymous']
      404: components['responses']['FactorNotFound']
      /** @description The session is AAL1. */
      422: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'insufficient_aal'
          }
        }
      }
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  getPasskeyAuthenticationOptions: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    /** @description Only for CAPTCHA. */
    requestBody?: {
      content: {
        'application/json': components['schemas']['PasskeySignInStart']
      }
    }
    responses: {
      /** @description The challenge. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['PasskeyAuthenticationOptions']
        }
      }
      /** @description The CAPTCHA was not solved. Only where the server asks for it. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'captcha_failed' | 'bad_json'
          }
        }
      }
      404: components['responses']['PasskeysDisabled']
      413: components['responses']['RequestEntityTooLarge']
      429: components['responses']['OverRequestRateLimit']
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  verifyPasskeyAuthentication: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['PasskeyAuthentication']
      }
    }
    responses: {
      /** @description Signed in. */
      200: {
        headers: {
          'sb-auth-user-id': components['headers']['sb-auth-user-id']
          'sb-auth-session-id': components['headers']['sb-auth-session-id']
          'sb-auth-refresh-token-prefix': components['headers']['sb-auth-refresh-token-prefix']
          'sb-auth-refresh-token-counter': components['headers']['sb-auth-refresh-token-counter']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Session']
        }
      }
      /** @description The request is not valid, or the passkey was not verified. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?:
              | 'validation_failed'
              | 'bad_json'
              | 'webauthn_challenge_not_found'
              | 'webauthn_challenge_expired'
              | 'webauthn_verification_failed'
              | 'hook_payload_invalid_content_type'
          }
        }
      }
      /** @description The user may not sign in, or a database trigger refused with SQLSTATE `PT403`. */
      403: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?: 'email_not_confirmed' | 'phone_not_confirmed' | 'user_banned'
          }
        }
      }
      404: components['responses']['PasskeysDisabled']
      /** @description A hook failed. */
      422: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?: 'hook_timeout' | 'hook_timeout_after_retry' | 'hook_payload_over_size_limit'
          }
        }
      }
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
      default: components['responses']['HookOrTriggerRefusal']
    }
  }
  getPasskeyRegistrationOptions: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The challenge. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['PasskeyRegistrationOptions']
        }
      }
      400: components['responses']['BadJwt']
      401: components['responses']['NoAuthorization']
      403: components['responses']['PasskeyRegistrationRefused']
      404: components['responses']['PasskeysDisabled']
      422: components['responses']['PasskeyNotPossible']
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  verifyPasskeyRegistration: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['PasskeyRegistration']
      }
    }
    responses: {
      /** @description The passkey. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Passkey']
        }
      }
      /** @description The request is not valid, or the passkey was not verified. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?:
              | 'validation_failed'
              | 'bad_json'
              | 'bad_jwt'
              | 'webauthn_challenge_not_found'
              | 'webauthn_challenge_expired'
              | 'webauthn_verification_failed'
          }
        }
      }
      401: components['responses']['NoAuthorization']
      403: components['responses']['PasskeyRegistrationRefused']
      404: components['responses']['PasskeysDisabled']
      422: components['responses']['PasskeyNotPossible']
      /** @description The server failed, or the key is registered already. */
      500: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?: 'unexpected_failure'
          }
        }
      }
      504: components['responses']['RequestTimeout']
    }
  }
  listPasskeys: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The passkeys, possibly none. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Passkey'][]
        }
      }
      400: components['responses']['BadJwt']
      401: components['responses']['NoAuthorization']
      403: components['responses']['UserTokenRefused']
      404: components['responses']['PasskeysDisabled']
      500: components['responses']['UnexpectedFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  deletePasskey: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path: {
        /**
         * @description The passkey's id. Anything but a UUID is 404 `validation_failed`.
         * @example c0a5f3b2-6d1e-4f7a-9b8c-2e4d6f8a0b1c
         */
        passkey_id: components['parameters']['passkey_id']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Deleted. */
      204: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      400: components['responses']['BadJwt']
      401: components['responses']['NoAuthorization']
      /** @description The access token is not valid (any more), or not enough. */
      403: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'insufficient_aal' | 'bad_jwt' | 'session_not_found' | 'user_not_found' | 'user_banned'
          }
        }
      }
      404: components['responses']['PasskeyNotFoundOrDisabled']
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  updatePasskey: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path: {
        /**
         * @description The passkey's id. Anything but a UUID is 404 `validation_failed`.
         * @example c0a5f3b2-6d1e-4f7a-9b8c-2e4d6f8a0b1c
         */
        passkey_id: components['parameters']['passkey_id']
      }
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['PasskeyName']
      }
    }
    responses: {
      /** @description The passkey. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Passkey']
        }
      }
      /** @description The request is not valid. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'validation_failed' | 'bad_json' | 'bad_jwt'
          }
        }
      }
      401: components['responses']['NoAuthorization']
      403: components['responses']['UserTokenRefused']
      404: components['responses']['PasskeyNotFoundOrDisabled']
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  signInWithSso: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['SignInWithSsoBody']
      }
    }
    responses: {
      /** @description With `skip_http_redirect`, where to send the browser. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['SsoAddress']
        }
      }
      /** @description To the identity provider, with `SAMLRequest`, `RelayState`, `SigAlg` and `Signature` in the query. */
      303: {
        headers: {
          Location: components['headers']['IdentityProviderLocation']
          [name: string]: unknown
        }
        content?: never
      }
      /** @description The request is not valid. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'validation_failed' | 'bad_json' | 'captcha_failed'
          }
        }
      }
      /** @description SAML is switched off, or there is no such identity provider. */
      404: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'sso_provider_not_found' | 'sso_provider_disabled' | 'saml_provider_disabled'
          }
        }
      }
      413: components['responses']['RequestEntityTooLarge']
      429: components['responses']['OverRequestRateLimit']
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  getSamlMetadata: {
    parameters: {
      query?: {
        /**
         * @description Exactly `true` gives a file for download that is valid for 5 years, else 2 days.
         * @example true
         */
        download?: boolean
      }
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The metadata. */
      200: {
        headers: {
          'Cache-Control': components['headers']['Cache-Control']
          'Content-Disposition': components['headers']['Content-Disposition']
          [name: string]: unknown
        }
        content: {
          'application/xml': components['schemas']['SamlMetadata']
        }
      }
      /** @description SAML is switched off. */
      404: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'saml_provider_disabled'
          }
        }
      }
      500: components['responses']['UnexpectedFailure']
    }
  }
  samlAcs: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody?: {
      content: {
        'application/x-www-form-urlencoded': components['schemas']['SamlAcsForm']
      }
    }
    responses: {
      /**
       * @description Signed in. To the application: after an implicit flow with `access_token`, `refresh_token`, `expires_in`,
       *     `expires_at`, `token_type` and an empty `sb` in the fragment, after a PKCE flow with `code` in the query. Without a body.
       */
      302: {
        headers: {
          /** @description Where the answer leads. */
          Location?: string
          'sb-auth-user-id': components['headers']['sb-auth-user-id']
          'sb-auth-session-id': components['headers']['sb-auth-session-id']
          'sb-auth-refresh-token-prefix': components['headers']['sb-auth-refresh-token-prefix']
          'sb-auth-refresh-token-counter': components['headers']['sb-auth-refresh-token-counter']
          [name: string]: unknown
        }
        content?: never
      }
      /**
       * @description Failed. To the site URL, whatever `redirect_to` was, with `error`, `error_code` and `error_description` in the query.
       *     Without a body. `error_code` is one of
       *
       *     - `validation_failed`: the form or the assertion is not valid; the description may repeat the whole assertion
       *     - `saml_relay_state_not_found`, `saml_relay_state_expired`: the sign-in has to begin anew
       *     - `saml_idp_not_found`, `sso_provider_disabled`: the identity provider is unknown or switched off
       *     - `saml_assertion_no_user_id`, `saml_assertion_no_email`: the assertion does not say who the user is
       *     - `signup_disabled`, `user_banned`, `flow_state_already_used`, `unexpected_failure`, or that of a hook
       */
      303: {
        headers: {
          /** @description Where the answer leads. */
          Location?: string
          [name: string]: unknown
        }
        content?: never
      }
      /** @description SAML is switched off. */
      404: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'saml_provider_disabled'
          }
        }
      }
      429: components['responses']['OverRequestRateLimit']
      500: components['responses']['UnexpectedFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  registerOauthClient: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['RegisterOauthClientBody']
      }
    }
    responses: {
      /** @description The client, with its secret if it is confidential. */
      201: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ConfidentialOAuthClient'] | components['schemas']['PublicOAuthClient']
        }
      }
      /** @description The request is not valid. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'validation_failed' | 'bad_json'
          }
        }
      }
      /** @description Clients cannot register themselves. */
      403: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'oauth_dynamic_client_registration_disabled'
          }
        }
      }
      404: components['responses']['OAuthServerNotEnabled']
      429: components['responses']['OverRequestRateLimit']
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  oauthToken: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['OAuthTokenGrant']
        'application/x-www-form-urlencoded': components['schemas']['OAuthTokenGrant']
      }
    }
    responses: {
      /** @description Tokens of the user for this client. */
      200: {
        headers: {
          'sb-auth-user-id': components['headers']['sb-auth-user-id']
          'sb-auth-session-id': components['headers']['sb-auth-session-id']
          'sb-auth-refresh-token-prefix': components['headers']['sb-auth-refresh-token-prefix']
          'sb-auth-refresh-token-counter': components['headers']['sb-auth-refresh-token-counter']
          'sb-auth-refresh-token-reuse': components['headers']['sb-auth-refresh-token-reuse']
          'sb-auth-refresh-token-reuse-cause': components['headers']['sb-auth-refresh-token-reuse-cause']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['OAuthTokens']
        }
      }
      /** @description The client, the code or the refresh token is not accepted, or the request is not valid. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          'sb-auth-user-id': components['headers']['sb-auth-user-id']
          'sb-auth-session-id': components['headers']['sb-auth-session-id']
          'sb-auth-refresh-token-rotated': components['headers']['sb-auth-refresh-token-rotated']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrOAuthError'] & {
            /** @enum {string} */
            error_code?:
              | 'invalid_credentials'
              | 'invalid_request'
              | 'invalid_grant'
              | 'unsupported_grant_type'
              | 'access_denied'
              | 'invalid_client'
              | 'refresh_token_not_found'
              | 'refresh_token_already_used'
              | 'session_not_found'
              | 'session_expired'
              | 'user_banned'
              | 'hook_payload_invalid_content_type'
          }
        }
      }
      404: components['responses']['OAuthServerNotEnabled']
      /** @description The session was locked for 5 seconds, by other refreshes or by the database. */
      409: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          'sb-auth-user-id': components['headers']['sb-auth-user-id']
          'sb-auth-session-id': components['headers']['sb-auth-session-id']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'conflict'
          }
        }
      }
      /** @description The custom access token hook failed. */
      422: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?: 'hook_timeout' | 'hook_timeout_after_retry' | 'hook_payload_over_size_limit'
          }
        }
      }
      500: components['responses']['TokenFailure']
      504: components['responses']['RequestTimeout']
      default: components['responses']['HookOrTriggerRefusal']
    }
  }
  getOauthUserinfo: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The claims that the scopes allow. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Userinfo']
        }
      }
      400: components['responses']['BadJwt']
      401: components['responses']['NoAuthorization']
      403: components['responses']['UserTokenRefused']
      404: components['responses']['OAuthServerNotEnabled']
      500: components['responses']['UnexpectedFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  oauthAuthorize: {
    parameters: {
      query: {
        /**
         * @description The client's id.
         * @example 3e0f7d52-6b1a-4c8e-9f24-7a5d1b0c8e63
         */
        client_id: string
        /**
         * @description One of the client's redirect URIs, character by character.
         * @example https://notes.example.com/callback
         */
        redirect_uri: string
        /**
         * @description There is no other flow than that with a code.
         * @example code
         */
        response_type?: 'code'
        /**
         * @description Scopes, separated by blanks: `openid`, `profile`, `email`, `phone`, `offline_access`. A refresh token comes without
         *     `offline_access` too. The default is `GOTRUE_OAUTH_SERVER_DEFAULT_SCOPE`, usually `email`.
         * @example openid email
         */
        scope?: string
        /**
         * @description Comes back to the application as it is. Against forged redirects.
         * @example af0ifjsldkj
         */
        state?: string
        /**
         * @description Where the tokens are to be used (RFC 8707): an absolute URI without query and fragment. Stored and compared at
         *     `POST /oauth/token`, without an effect on the tokens.
         * @example https://api.example.com/v1
         */
        resource?: string
        /**
         * @description The PKCE code challenge (RFC 7636).
         * @example E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
         */
        code_challenge: string
        /**
         * @description How the code challenge was made, in any case. Always use `S256`.
         * @example S256
         */
        code_challenge_method: components['schemas']['CodeChallengeMethod']
        /**
         * @description Copied into the ID token, against replays.
         * @example n-0S6_WzA2Mj
         */
        nonce?: string
      }
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /**
       * @description - To the consent page, with `authorization_id` in the query.
       *     - Failure: to `redirect_uri`, with `error`, `error_description` and the request's `state` in the query. `error` is
       *       `invalid_request`, or `server_error` where the request could not be stored (a parameter is too long) or the server
       *       has no consent page.
       */
      302: {
        headers: {
          Location: components['headers']['ConsentLocation']
          [name: string]: unknown
        }
        content: {
          'text/html': string
        }
      }
      /** @description The client or `redirect_uri` is missing, unknown or does not fit. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'oauth_client_not_found' | 'validation_failed'
          }
        }
      }
      404: components['responses']['OAuthServerNotEnabled']
      500: components['responses']['UnexpectedFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  getOauthAuthorization: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path: {
        /**
         * @description The `authorization_id` with which `GET /oauth/authorize` redirected, 32 characters.
         * @example uyrnmxtv5bj4hjhlyskmwalw7mit7w2u
         */
        authorization_id: components['parameters']['authorization_id']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The request, or the redirect of one that needs no consent any more. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['OAuthAuthorization'] | components['schemas']['OAuthRedirect']
        }
      }
      /** @description The request is not pending any more, or the call is not valid. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'validation_failed' | 'bad_jwt'
          }
        }
      }
      401: components['responses']['NoAuthorization']
      403: components['responses']['UserTokenRefused']
      404: components['responses']['OAuthAuthorizationNotFound']
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  consentOauthAuthorization: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path: {
        /**
         * @description The `authorization_id` with which `GET /oauth/authorize` redirected, 32 characters.
         * @example uyrnmxtv5bj4hjhlyskmwalw7mit7w2u
         */
        authorization_id: components['parameters']['authorization_id']
      }
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['OAuthConsent']
      }
    }
    responses: {
      /**
       * @description The client's redirect URI, with `code` and the request's `state` in the query, or after a denial with `error`,
       *     `error_description` and `state`.
       */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['OAuthRedirect']
        }
      }
      /** @description The request is not pending any more, or the call is not valid. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'validation_failed' | 'bad_json' | 'bad_jwt'
          }
        }
      }
      401: components['responses']['NoAuthorization']
      403: components['responses']['UserTokenRefused']
      404: components['responses']['OAuthAuthorizationNotFound']
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  listOauthGrants: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The grants. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['OAuthGrant'][]
        }
      }
      400: components['responses']['BadJwt']
      401: components['responses']['NoAuthorization']
      403: components['responses']['UserTokenRefused']
      404: components['responses']['OAuthServerNotEnabled']
      500: components['responses']['UnexpectedFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  revokeOauthGrant: {
    parameters: {
      query: {
        /**
         * @description The client's id.
         * @example 3e0f7d52-6b1a-4c8e-9f24-7a5d1b0c8e63
         */
        client_id: string
      }
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Revoked. */
      204: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      /** @description The request is not valid. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'validation_failed' | 'bad_jwt'
          }
        }
      }
      401: components['responses']['NoAuthorization']
      403: components['responses']['UserTokenRefused']
      /** @description The user has granted this client nothing, or the OAuth server is off. */
      404: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'oauth_consent_not_found' | 'feature_disabled'
          }
        }
      }
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  inviteUser: {
    parameters: {
      query?: {
        /**
         * @description Where the link in the message leads in the end. Used if it is on the site's own origin, a loopback address or in
         *     `GOTRUE_URI_ALLOW_LIST`; anything else falls back silently to `Referer` and then to the site URL.
         *     A request header of the same name takes precedence.
         * @example https://app.example.com/welcome
         */
        redirect_to?: components['parameters']['redirect_to']
      }
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
        /**
         * @description The audience to work in. Default is that of a user's bearer token, else the server's `GOTRUE_JWT_AUD`.
         * @example authenticated
         */
        'X-JWT-AUD'?: components['parameters']['X-JWT-AUD']
      }
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['Invitation']
      }
    }
    responses: {
      /** @description The invited user. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['User']
        }
      }
      /** @description The request is not valid, or the address gets no mail. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?:
              | 'validation_failed'
              | 'bad_json'
              | 'bad_jwt'
              | 'email_address_invalid'
              | 'email_address_not_authorized'
              | 'hook_payload_invalid_content_type'
          }
        }
      }
      401: components['responses']['NoAuthorization']
      403: components['responses']['AdminTokenOrHookRefused']
      413: components['responses']['RequestEntityTooLarge']
      /** @description The user is confirmed already, or a hook failed. */
      422: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?: 'email_exists' | 'hook_timeout' | 'hook_timeout_after_retry' | 'hook_payload_over_size_limit'
          }
        }
      }
      /** @description Too many mails. */
      429: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'over_email_send_rate_limit'
          }
        }
      }
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
      default: components['responses']['HookOrTriggerRefusal']
    }
  }
  adminListUsers: {
    parameters: {
      query?: {
        /**
         * @description The page, from 1. `0` is read as 1.
         * @example 1
         */
        page?: components['parameters']['page']
        /**
         * @description Entries on a page, without an upper limit. `0` is a 500.
         * @example 50
         */
        per_page?: components['parameters']['per_page']
        /**
         * @description The order, by the time of creation: `created_at` or `created_at desc` for the newest first (the default),
         *     `created_at asc` for the oldest. The first value decides when there are several.
         * @example [
         *       "created_at asc"
         *     ]
         */
        sort?: string[]
        /**
         * @description Only users with this text in the e-mail address, upper and lower case as stored (stored in lower case), or in
         *     the `full_name` of their `user_metadata`, in any case. `%` and `_` are wildcards, and `\` makes the next character a plain one.
         * @example ada
         */
        filter?: string
        /**
         * @description Users on a page, in cursor mode. More than 1000 is read as 1000.
         * @example 50
         */
        limit?: number
        /**
         * @description Where the page begins, in cursor mode. The `next_cursor` of the page before; opaque.
         * @example eyJjcmVhdGVkX2F0IjoiMjAyNi0wOC0yMFQwODo1NDo1Mi4xNzAxOTNaIiwiaWQiOiI5ZjFjN2MxZS0zYjBhLTRiMGMtOWE1My0wZDNmNmExZjVjMTEifQ
         */
        cursor?: string
      }
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
        /**
         * @description The audience to work in. Default is that of a user's bearer token, else the server's `GOTRUE_JWT_AUD`.
         * @example authenticated
         */
        'X-JWT-AUD'?: components['parameters']['X-JWT-AUD']
      }
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description A page of users. */
      200: {
        headers: {
          Link: components['headers']['Link']
          'X-Total-Count': components['headers']['X-Total-Count']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['UserList']
        }
      }
      /** @description The request is not valid. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'validation_failed' | 'bad_jwt'
          }
        }
      }
      401: components['responses']['NoAuthorization']
      403: components['responses']['AdminTokenRefused']
      500: components['responses']['UnexpectedFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  adminCreateUser: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
        /**
         * @description The audience to work in. Default is that of a user's bearer token, else the server's `GOTRUE_JWT_AUD`.
         * @example authenticated
         */
        'X-JWT-AUD'?: components['parameters']['X-JWT-AUD']
      }
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['AdminCreateUserBody']
      }
    }
    responses: {
      /** @description The new user. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['User']
        }
      }
      /** @description The request is not valid. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?: 'validation_failed' | 'bad_json' | 'bad_jwt'
          }
        }
      }
      401: components['responses']['NoAuthorization']
      403: components['responses']['AdminTokenOrTriggerRefused']
      413: components['responses']['RequestEntityTooLarge']
      /** @description There is such a user already. */
      422: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?: 'email_exists' | 'phone_exists'
          }
        }
      }
      /**
       * @description The server failed, or the database refused the write. In the initial API version the latter passes the
       *     database's own message on.
       */
      500: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?: 'unexpected_failure'
          }
        }
      }
      504: components['responses']['RequestTimeout']
      default: components['responses']['HookOrTriggerRefusal']
    }
  }
  adminGetUser: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path: {
        /**
         * @description The user's id. Anything but a UUID is 404 `validation_failed`.
         * @example 9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11
         */
        user_id: components['parameters']['user_id']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The user. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['User']
        }
      }
      400: components['responses']['BadJwt']
      401: components['responses']['NoAuthorization']
      403: components['responses']['AdminTokenRefused']
      404: components['responses']['UserNotFound']
      500: components['responses']['UnexpectedFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  adminUpdateUser: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path: {
        /**
         * @description The user's id. Anything but a UUID is 404 `validation_failed`.
         * @example 9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11
         */
        user_id: components['parameters']['user_id']
      }
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['AdminUserChanges']
      }
    }
    responses: {
      /** @description The user as changed. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['User']
        }
      }
      /** @description The request is not valid. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?: 'validation_failed' | 'bad_json' | 'bad_jwt'
          }
        }
      }
      401: components['responses']['NoAuthorization']
      403: components['responses']['AdminTokenOrTriggerRefused']
      404: components['responses']['UserNotFound']
      413: components['responses']['RequestEntityTooLarge']
      /** @description The password is too weak. */
      422: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?: 'weak_password'
          }
        }
      }
      /**
       * @description The server failed, or the database refused the write. In the initial API version the latter passes the
       *     database's own message on.
       */
      500: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?: 'unexpected_failure'
          }
        }
      }
      504: components['responses']['RequestTimeout']
      default: components['responses']['HookOrTriggerRefusal']
    }
  }
  adminDeleteUser: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path: {
        /**
         * @description The user's id. Anything but a UUID is 404 `validation_failed`.
         * @example 9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11
         */
        user_id: components['parameters']['user_id']
      }
      cookie?: never
    }
    requestBody?: {
      content: {
        'application/json': components['schemas']['UserDeletion']
      }
    }
    responses: {
      /** @description Deleted. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['EmptyObject']
        }
      }
      /** @description The request is not valid. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?: 'bad_json' | 'bad_jwt'
          }
        }
      }
      401: components['responses']['NoAuthorization']
      403: components['responses']['AdminTokenOrTriggerRefused']
      404: components['responses']['UserNotFound']
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
      default: components['responses']['HookOrTriggerRefusal']
    }
  }
  adminListFactors: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path: {
        /**
         * @description The user's id. Anything but a UUID is 404 `validation_failed`.
         * @example 9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11
         */
        user_id: components['parameters']['user_id']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The factors, possibly none. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Factor'][]
        }
      }
      400: components['responses']['BadJwt']
      401: components['responses']['NoAuthorization']
      403: components['responses']['AdminTokenRefused']
      404: components['responses']['UserNotFound']
      500: components['responses']['UnexpectedFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  adminUpdateFactor: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path: {
        /**
         * @description The user's id. Anything but a UUID is 404 `validation_failed`.
         * @example 9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11
         */
        user_id: components['parameters']['user_id']
        /**
         * @description The factor's id. Anything but a UUID is 404 `validation_failed`.
         * @example 5a2e4c0d-7a3e-4e0b-8f39-7b6a1d2f9c42
         */
        factor_id: components['parameters']['factor_id']
      }
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['AdminFactorChanges']
      }
    }
    responses: {
      /** @description The factor as changed. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Factor']
        }
      }
      /** @description The request is not valid. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'validation_failed' | 'bad_json' | 'bad_jwt'
          }
        }
      }
      401: components['responses']['NoAuthorization']
      403: components['responses']['AdminTokenRefused']
      404: components['responses']['UserOrFactorNotFound']
      413: components['responses']['RequestEntityTooLarge']
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  adminDeleteFactor: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path: {
        /**
         * @description The user's id. Anything but a UUID is 404 `validation_failed`.
         * @example 9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11
         */
        user_id: components['parameters']['user_id']
        /**
         * @description The factor's id. Anything but a UUID is 404 `validation_failed`.
         * @example 5a2e4c0d-7a3e-4e0b-8f39-7b6a1d2f9c42
         */
        factor_id: components['parameters']['factor_id']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The deleted factor. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Factor']
        }
      }
      400: components['responses']['BadJwt']
      401: components['responses']['NoAuthorization']
      403: components['responses']['AdminTokenRefused']
      404: components['responses']['UserOrFactorNotFound']
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  adminListPasskeys: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path: {
        /**
         * @description The user's id. Anything but a UUID is 404 `validation_failed`.
         * @example 9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11
         */
        user_id: components['parameters']['user_id']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The passkeys, possibly none. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Passkey'][]
        }
      }
      400: components['responses']['BadJwt']
      401: components['responses']['NoAuthorization']
      403: components['responses']['AdminTokenRefused']
      404: components['responses']['UserNotFound']
      500: components['responses']['UnexpectedFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  adminDeletePasskey: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path: {
        /**
         * @description The user's id. Anything but a UUID is 404 `validation_failed`.
         * @example 9f1c7c1e-3b0a-4b0c-9a53-0d3f6a1f5c11
         */
        user_id: components['parameters']['user_id']
        /**
         * @description The passkey's id. Anything but a UUID is 404 `validation_failed`.
         * @example c0a5f3b2-6d1e-4f7a-9b8c-2e4d6f8a0b1c
         */
        passkey_id: components['parameters']['passkey_id']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Deleted. */
      204: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      400: components['responses']['BadJwt']
      401: components['responses']['NoAuthorization']
      403: components['responses']['AdminTokenRefused']
      /** @description There is no such user, or the user has no such passkey. */
      404: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'user_not_found' | 'validation_failed'
          }
        }
      }
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  adminGenerateLink: {
    parameters: {
      query?: {
        /**
         * @description Where the link in the message leads in the end. Used if it is on the site's own origin, a loopback address or in
         *     `GOTRUE_URI_ALLOW_LIST`; anything else falls back silently to `Referer` and then to the site URL.
         *     A request header of the same name takes precedence.
         * @example https://app.example.com/welcome
         */
        redirect_to?: components['parameters']['redirect_to']
      }
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
        /**
         * @description The audience to work in. Default is that of a user's bearer token, else the server's `GOTRUE_JWT_AUD`.
         * @example authenticated
         */
        'X-JWT-AUD'?: components['parameters']['X-JWT-AUD']
      }
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['AdminGenerateLinkBody']
      }
    }
    responses: {
      /** @description The user, with the link and what is in it. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['GeneratedLink']
        }
      }
      /** @description The request is not valid. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?: 'validation_failed' | 'bad_json' | 'bad_jwt' | 'hook_payload_invalid_content_type'
          }
        }
      }
      401: components['responses']['NoAuthorization']
      403: components['responses']['AdminTokenOrHookRefused']
      /** @description There is no such user, and links of this type create none. */
      404: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?: 'user_not_found'
          }
        }
      }
      413: components['responses']['RequestEntityTooLarge']
      /** @description Not accepted. */
      422: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?:
              'email_exists' | 'weak_password' | 'hook_timeout' | 'hook_timeout_after_retry' | 'hook_payload_over_size_limit'
          }
        }
      }
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
      default: components['responses']['HookOrTriggerRefusal']
    }
  }
  adminListAuditLog: {
    parameters: {
      query?: {
        /**
         * @description The page, from 1. `0` is read as 1.
         * @example 1
         */
        page?: components['parameters']['page']
        /**
         * @description Entries on a page, without an upper limit. `0` is a 500.
         * @example 50
         */
        per_page?: components['parameters']['per_page']
        /**
         * @description Only entries with this text, in any case: `author:…` looks into `actor_username` and `actor_name`, `action:…` into
         *     `action`, `type:…` into `log_type`. `%` and `_` are wildcards.
         * @example action:login
         */
        query?: string
      }
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description A page of entries, possibly none. */
      200: {
        headers: {
          Link: components['headers']['Link']
          'X-Total-Count': components['headers']['X-Total-Count']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['AuditLogEntry'][]
        }
      }
      /** @description The request is not valid. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'validation_failed' | 'bad_jwt'
          }
        }
      }
      401: components['responses']['NoAuthorization']
      403: components['responses']['AdminTokenRefused']
      500: components['responses']['UnexpectedFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  adminListSsoProviders: {
    parameters: {
      query?: {
        /**
         * @description Only the provider with this `resource_id`.
         * @example acme-saml
         */
        resource_id?: string
        /**
         * @description Only the providers whose `resource_id` begins so; `%` and `_` are wildcards. Ignored beside `resource_id`.
         * @example acme-
         */
        resource_id_prefix?: string
      }
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The providers. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['SsoProviderList']
        }
      }
      400: components['responses']['BadJwt']
      401: components['responses']['NoAuthorization']
      403: components['responses']['AdminTokenRefused']
      500: components['responses']['UnexpectedFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  adminCreateSsoProvider: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['AdminCreateSsoProviderBody']
      }
    }
    responses: {
      /** @description The new provider. */
      201: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['SsoProvider']
        }
      }
      /** @description The request is not valid, or a domain is taken. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?:
              'validation_failed' | 'sso_domain_already_exists' | 'saml_metadata_fetch_failed' | 'bad_json' | 'bad_jwt'
          }
        }
      }
      401: components['responses']['NoAuthorization']
      403: components['responses']['AdminTokenRefused']
      413: components['responses']['RequestEntityTooLarge']
      /** @description There is a provider with this entity already. */
      422: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'saml_idp_already_exists'
          }
        }
      }
      /**
       * @description The server failed, the metadata could not be fetched or understood, the `resource_id` is taken, or a domain is
       *     empty or given twice. None of these has an `error_id`.
       */
      500: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'unexpected_failure'
          }
        }
      }
      504: components['responses']['RequestTimeout']
    }
  }
  adminGetSsoProvider: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path: {
        /**
         * @description The provider's `id`, or `resource_` followed by its `resource_id`. Anything else is 404 `sso_provider_not_found`.
         *     Characters that a path segment may hold, `: @ $ & + , ; =`, must stay literal: the server does not decode them.
         * @example 21648a9d-8d5a-4555-a9d1-d6375dc14e92
         */
        idp_id: components['parameters']['idp_id']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The provider. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['SsoProvider']
        }
      }
      400: components['responses']['BadJwt']
      401: components['responses']['NoAuthorization']
      403: components['responses']['AdminTokenRefused']
      404: components['responses']['SsoProviderNotFound']
      500: components['responses']['UnexpectedFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  adminUpdateSsoProvider: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path: {
        /**
         * @description The provider's `id`, or `resource_` followed by its `resource_id`. Anything else is 404 `sso_provider_not_found`.
         *     Characters that a path segment may hold, `: @ $ & + , ; =`, must stay literal: the server does not decode them.
         * @example 21648a9d-8d5a-4555-a9d1-d6375dc14e92
         */
        idp_id: components['parameters']['idp_id']
      }
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['SamlProviderUpdate']
      }
    }
    responses: {
      /** @description The provider as it is now. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['SsoProvider']
        }
      }
      /** @description The request is not valid, the metadata is another entity's, or a domain is taken. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?:
              | 'validation_failed'
              | 'saml_entity_id_mismatch'
              | 'sso_domain_already_exists'
              | 'saml_metadata_fetch_failed'
              | 'bad_json'
              | 'bad_jwt'
          }
        }
      }
      401: components['responses']['NoAuthorization']
      403: components['responses']['AdminTokenRefused']
      404: components['responses']['SsoProviderNotFound']
      413: components['responses']['RequestEntityTooLarge']
      /**
       * @description The database refused the change. A constraint, such as a `resource_id` that is taken, is 422 in version 2024-01-01
       *     only; in the initial version it is the database's own 500.
       */
      422: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'conflict'
          }
        }
      }
      /**
       * @description The server failed, the metadata could not be fetched or understood, or the database refused the change (initial
       *     version; `x-sb-error-code` is `conflict` then).
       */
      500: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?: 'unexpected_failure'
          }
        }
      }
      504: components['responses']['RequestTimeout']
    }
  }
  adminDeleteSsoProvider: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path: {
        /**
         * @description The provider's `id`, or `resource_` followed by its `resource_id`. Anything else is 404 `sso_provider_not_found`.
         *     Characters that a path segment may hold, `: @ $ & + , ; =`, must stay literal: the server does not decode them.
         * @example 21648a9d-8d5a-4555-a9d1-d6375dc14e92
         */
        idp_id: components['parameters']['idp_id']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The provider that was deleted. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['SsoProvider']
        }
      }
      400: components['responses']['BadJwt']
      401: components['responses']['NoAuthorization']
      403: components['responses']['AdminTokenRefused']
      404: components['responses']['SsoProviderNotFound']
      500: components['responses']['UnexpectedFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  adminListOauthClients: {
    parameters: {
      query?: {
        /**
         * @description Not read. Some clients send it.
         * @example 1
         */
        page?: number
        /**
         * @description Not read. Some clients send it.
         * @example 50
         */
        per_page?: number
      }
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The clients. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['OAuthClientList']
        }
      }
      400: components['responses']['BadJwt']
      401: components['responses']['NoAuthorization']
      403: components['responses']['AdminTokenRefused']
      404: components['responses']['OAuthServerNotEnabled']
      500: components['responses']['UnexpectedFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  adminCreateOauthClient: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['AdminCreateOauthClientBody']
      }
    }
    responses: {
      /** @description The client, with its secret if it is confidential. */
      201: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ConfidentialOAuthClient'] | components['schemas']['PublicOAuthClient']
        }
      }
      /** @description The request is not valid. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'validation_failed' | 'bad_json' | 'bad_jwt'
          }
        }
      }
      401: components['responses']['NoAuthorization']
      403: components['responses']['AdminTokenRefused']
      404: components['responses']['OAuthServerNotEnabled']
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  adminGetOauthClient: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path: {
        /**
         * @description The client's id. Anything but a UUID is 400 `validation_failed`.
         * @example 3e0f7d52-6b1a-4c8e-9f24-7a5d1b0c8e63
         */
        client_id: components['parameters']['client_id']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The client. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['OAuthClient']
        }
      }
      400: components['responses']['OAuthClientIdRefused']
      401: components['responses']['NoAuthorization']
      403: components['responses']['AdminTokenRefused']
      404: components['responses']['OAuthClientNotFound']
      500: components['responses']['UnexpectedFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  adminUpdateOauthClient: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path: {
        /**
         * @description The client's id. Anything but a UUID is 400 `validation_failed`.
         * @example 3e0f7d52-6b1a-4c8e-9f24-7a5d1b0c8e63
         */
        client_id: components['parameters']['client_id']
      }
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['OAuthClientChanges']
      }
    }
    responses: {
      /** @description The client as changed. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['OAuthClient']
        }
      }
      /** @description The request is not valid. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'validation_failed' | 'bad_json' | 'bad_jwt'
          }
        }
      }
      401: components['responses']['NoAuthorization']
      403: components['responses']['AdminTokenRefused']
      404: components['responses']['OAuthClientNotFound']
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  adminDeleteOauthClient: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path: {
        /**
         * @description The client's id. Anything but a UUID is 400 `validation_failed`.
         * @example 3e0f7d52-6b1a-4c8e-9f24-7a5d1b0c8e63
         */
        client_id: components['parameters']['client_id']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Deleted. */
      204: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      400: components['responses']['OAuthClientIdRefused']
      401: components['responses']['NoAuthorization']
      403: components['responses']['AdminTokenRefused']
      404: components['responses']['OAuthClientNotFound']
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  adminRegenerateOauthClientSecret: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path: {
        /**
         * @description The client's id. Anything but a UUID is 400 `validation_failed`.
         * @example 3e0f7d52-6b1a-4c8e-9f24-7a5d1b0c8e63
         */
        client_id: components['parameters']['client_id']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The client with its new secret. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ConfidentialOAuthClient']
        }
      }
      /** @description The client is public, or the id is not a UUID, or the token's `sub` is not. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'validation_failed' | 'bad_jwt'
          }
        }
      }
      401: components['responses']['NoAuthorization']
      403: components['responses']['AdminTokenRefused']
      404: components['responses']['OAuthClientNotFound']
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  adminListCustomProviders: {
    parameters: {
      query?: {
        /**
         * @description Only those of this type, in no order.
         * @example oidc
         */
        type?: components['schemas']['CustomProviderType']
      }
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The providers. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['CustomProviderList']
        }
      }
      /** @description The request is not valid. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'validation_failed' | 'bad_jwt'
          }
        }
      }
      401: components['responses']['NoAuthorization']
      403: components['responses']['AdminTokenRefused']
      404: components['responses']['CustomProvidersNotEnabled']
      500: components['responses']['UnexpectedFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  adminCreateCustomProvider: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['AdminCreateCustomProviderBody']
      }
    }
    responses: {
      /** @description The provider, without its client secret. */
      201: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['CustomProvider']
        }
      }
      /** @description The request is not valid, or there is no room for another provider. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'validation_failed' | 'conflict' | 'over_custom_provider_quota' | 'bad_json' | 'bad_jwt'
          }
        }
      }
      401: components['responses']['NoAuthorization']
      403: components['responses']['AdminTokenRefused']
      404: components['responses']['CustomProvidersNotEnabled']
      413: components['responses']['RequestEntityTooLarge']
      /**
       * @description The server failed, or the database refused the write. In the initial API version the latter passes the
       *     database's own message on, whose `detail` is the whole row, with the client secret as it is stored.
       */
      500: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?: 'unexpected_failure'
          }
        }
      }
      504: components['responses']['RequestTimeout']
    }
  }
  adminGetCustomProvider: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path: {
        /**
         * @description The identifier, which begins with `custom:`. The colon must stay literal: the server does not decode it, so
         *     `custom%3Aacme` is 400 `validation_failed`.
         * @example custom:acme
         */
        identifier: components['parameters']['identifier']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The provider. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['CustomProvider']
        }
      }
      400: components['responses']['CustomProviderIdentifierRefused']
      401: components['responses']['NoAuthorization']
      403: components['responses']['AdminTokenRefused']
      404: components['responses']['CustomProviderNotFound']
      500: components['responses']['UnexpectedFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  adminUpdateCustomProvider: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path: {
        /**
         * @description The identifier, which begins with `custom:`. The colon must stay literal: the server does not decode it, so
         *     `custom%3Aacme` is 400 `validation_failed`.
         * @example custom:acme
         */
        identifier: components['parameters']['identifier']
      }
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['CustomProviderChanges']
      }
    }
    responses: {
      /** @description The provider as changed. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['CustomProvider']
        }
      }
      /** @description The request is not valid. */
      400: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBody'] & {
            /** @enum {string} */
            error_code?: 'validation_failed' | 'bad_json' | 'bad_jwt'
          }
        }
      }
      401: components['responses']['NoAuthorization']
      403: components['responses']['AdminTokenRefused']
      404: components['responses']['CustomProviderNotFound']
      413: components['responses']['RequestEntityTooLarge']
      /**
       * @description The server failed, or the database refused the write. In the initial API version the latter passes the
       *     database's own message on, whose `detail` is the whole row, with the client secret as it is stored.
       */
      500: {
        headers: {
          'x-sb-error-code': components['headers']['x-sb-error-code']
          'X-Supabase-Api-Version': components['headers']['X-Supabase-Api-Version']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ErrorBodyOrPostgresError'] & {
            /** @enum {string} */
            error_code?: 'unexpected_failure'
          }
        }
      }
      504: components['responses']['RequestTimeout']
    }
  }
  adminDeleteCustomProvider: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path: {
        /**
         * @description The identifier, which begins with `custom:`. The colon must stay literal: the server does not decode it, so
         *     `custom%3Aacme` is 400 `validation_failed`.
         * @example custom:acme
         */
        identifier: components['parameters']['identifier']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Deleted. */
      204: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      400: components['responses']['CustomProviderIdentifierRefused']
      401: components['responses']['NoAuthorization']
      403: components['responses']['AdminTokenRefused']
      404: components['responses']['CustomProviderNotFound']
      500: components['responses']['WriteFailure']
      504: components['responses']['RequestTimeout']
    }
  }
  getScimServiceProviderConfig: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The configuration. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/scim+json': components['schemas']['ScimServiceProviderConfig']
        }
      }
      404: components['responses']['ScimSwitchedOff']
      500: components['responses']['UnexpectedFailure']
    }
  }
  listScimResourceTypes: {
    parameters: {
      query?: {
        /**
         * @description Not supported; that it is there at all is a 403.
         * @example name eq "User"
         */
        filter?: components['parameters']['scim_filter']
      }
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The resource types. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/scim+json': components['schemas']['ScimList']
        }
      }
      403: components['responses']['ScimFilterRefused']
      404: components['responses']['ScimSwitchedOff']
      500: components['responses']['UnexpectedFailure']
    }
  }
  listScimSchemas: {
    parameters: {
      query?: {
        /**
         * @description Not supported; that it is there at all is a 403.
         * @example name eq "User"
         */
        filter?: components['parameters']['scim_filter']
      }
      header?: {
        /**
         * @description The version of the error bodies, a date. From 2024-01-01 on they are `ApiError20240101`, and refusals of the database
         *     are told like other failures; without it, with an earlier date and with anything that is no date they are `ApiError`,
         *     and refusals of the database are passed on as `PostgresError`.
         * @example 2024-01-01
         */
        'X-Supabase-Api-Version'?: components['parameters']['X-Supabase-Api-Version']
      }
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The schemas. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/scim+json': components['schemas']['ScimList']
        }
      }
      403: components['responses']['ScimFilterRefused']
      404: components['responses']['ScimSwitchedOff']
      500: components['responses']['UnexpectedFailure']
    }
  }
}
