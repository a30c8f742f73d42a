/// <reference types="cypress" />

beforeEach(() => {
  cy.task('auth:reset')
})

it('somebody signs in with the link in a mail', () => {
  cy.visit(`/?auth=${Cypress.env('authUrl')}`)
  cy.get('input[name=email]').type('ada@example.com')
  cy.contains('button', 'Send me a link').click()
  cy.contains('Look into your mails.')
  // Not `cy.visit(link)`: it would leave for another origin first.
  cy.task('auth:message', 'ada@example.com')
    .then(({ link }) => cy.request({ url: link, followRedirect: false }))
    .then(({ redirectedToUrl }) => cy.visit(redirectedToUrl))
  cy.contains('Hello, ada@example.com!')
})
