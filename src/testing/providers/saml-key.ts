// The key by which the test server signs what it asks identity providers. It is published: it protects nothing.

/** RSA (RFC 7518, section 6.3). */
export const samlKey: JsonWebKey = {
  kty: 'RSA',
  e: 'AQAB',
  n:
    'r2lwBZstPxus9MyjL-CKNkcJZ7Farhw6CG0WcIsRApjSauV6ozatM1RdY4EDIUdh97QDcAINZebEMvoLD8UHGNX97CaXo1U7UrKZ' +
    'Tvrpmn5pRy_izZ3ChZqKFretZOGJ6Us-WJAEi7ipMahy2_YxjbxWwZPbMErzeKbZ-yF2Y41875w7yPjnBNEG-YPrZK9xlqntb4PZ' +
    'R1oLILYWHQQw7PaMkplKbf16IFnIeeSkTG3dLKw1CykTx9-a4COxoBfjzoFrADBNF8Ma5jFjwF4bGOkcK5JyliicMrLzwELHYvob' +
    'LEjN2E7LrzlOPc763InQ4DsDPPp8rIALRzDNK8p2TQ',
  d:
    'U3wruEdYPBJ4eVRSEK3eKiIaHFOBVJ-TkUIWLX9Km8FPWFgay8ZwnZ74Ca0z56lZO7Ld9ffMF6VC2P4_uIQuMghbH4NopXCh2OSu' +
    '6bOq7gBfK-XjHLiKhdr9AP3vlTVw1Wud4zm8KCG9ySgiboUYpZwvcFdmOXBau6Ax2__boFpDjRlPaPRHAmzNNB9utBEcwcRgeOh4' +
    'qNAokDMegeD0RS_oTwtbWNyFImCe8xKatd_kjRU_yYBH1_gCaBVV3B0yE741VkZeRHd48PkNwo1O5b5KMZTtNTg18a0Xqsp0MVFp' +
    'UzuWJbp9hkgA0U-nZcapki3Vb3FHOXjJfDpxBOhmQw',
  p:
    '2BRUWlK1WWbWqowRfdziWNr8aV4fk8ppPXbgOYFaV75hjDlLVVLJQ4Wc10tsZBFjLILIYEgS7IqCdgZ2IbqEL4inGeVq0XiIkXGV' +
    'c8-D-sYJxP49Qe0fLhhk5TYI-Ot6-i0Mi_o82CpcNrwjz6eoHaylZvAFIZjI-ziKyPbJuqs',
  q:
    'z9GzJ62LBOSf2WOt2cC2aKc_ojxh39RNIyHI1s0mbDDsfOAfFglZlNrEBbsuMYsxq-yQaqe7GAZ6cfyIXNju3azn_mUeyGQTgv0R' +
    'pCpcSYpqCpltR8mWgVAh8pYsu3kDnGoAaQF72D1WE2VqPiIhpRPzLXuGdvatZh6YlDXpEuc',
  dp:
    'zKlkxDB2qHkpdlw47RfcJAE29q46Boe_aoJAGveUFGu0hVZ3Lhe9ngDd72X3AkkdwDkXhWp-0iDXNOcl2QiKz2MFsxeDN2iNIgWN' +
    'YyX4gfw1oKqWZu0rjUN5vUiS8wJHdtJYgfTA0JY-xXEqEjNgnsq512gb1BictKZ3faWSqQU',
  dq:
    'DtJD1raXzZeIlvZ29aq616fl7-oiiNYZUkIcksU60kiC9Tz-upGcI_OeO1JoLvxgZISQoCqqO0JrBSofh4-pKYIlYY1QrrYEdjka' +
    'Qv0Ka-xFN9BNbOtBoqNWaHixZAVzbnpY4SRL8tYdB3EaLKg-ggl0NHA03NMm9ruD4j4eC00',
  qi:
    'VTR9bQ8wB3_G8C2RhxjyIUKTlwaVHK5CA9dsHFafPcHOSzcZ_A0FUdRxDMVzcrNsQr11LMUQqQx5W7Su2wAlWtCmxJdbtAtAEuW9' +
    'czPawSmW8dXU6B1ohnodaUG-uZB7Q1xLskVCVrrFfiI0oo6zYhdtzzr4f6Umt0HNakRlgS8',
}

/** The certificate of the key, base64 of DER. */
export const samlCertificate: string =
  'MIIDCjCCAfKgAwIBAgIBADANBgkqhkiG9w0BAQsFADAdMRswGQYDVQQDDBJnb3RydWUtc2RrIHRlc3RpbmcwIBcNMjYxMTI1MjEx' +
  'MjU5WhgPMjEyNjExMDEyMTEyNTlaMB0xGzAZBgNVBAMMEmdvdHJ1ZS1zZGsgdGVzdGluZzCCASIwDQYJKoZIhvcNAQEBBQADggEP' +
  'ADCCAQoCggEBAK9pcAWbLT8brPTMoy/gijZHCWexWq4cOghtFnCLEQKY0mrleqM2rTNUXWOBAyFHYfe0A3ACDWXmxDL6Cw/FBxjV' +
  '/ewml6NVO1KymU766Zp+aUcv4s2dwoWaiha3rWThielLPliQBIu4qTGoctv2MY28VsGT2zBK83im2fshdmONfO+cO8j45wTRBvmD' +
  '62SvcZap7W+D2UdaCyC2Fh0EMOz2jJKZSm39eiBZyHnkpExt3SysNQspE8ffmuAjsaAX486BawAwTRfDGuYxY8BeGxjpHCuScpYo' +
  'nDKy88BCx2L6GyxIzdhOy685Tj3O+tyJ0OA7Azz6fKyAC0cwzSvKdk0CAwEAAaNTMFEwHQYDVR0OBBYEFMPELzmDPyik1m20sZpo' +
  '79r4CVLWMB8GA1UdIwQYMBaAFMPELzmDPyik1m20sZpo79r4CVLWMA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQELBQADggEB' +
  'AIyHGcFCVTgGuYRNe6gDTF5zOr0xFEPxADUU5swwg8zGvfRrNSpL3Jno3wMEu02B+qOh2Ewi3hh2z/ry3FOoeguCwlSdUYPY5+3N' +
  'ZpInM5P6p0Ssp8JiFw8axVwuLSsjh24Cw/me139P9gRpiUN4KFXLgXWd6q+tojalfMKlftRT5Is0aRVo+LikOEmXI9gHkWdNtDVp' +
  'XZkA6TNSfbtgcX/s3ZalXIify+12CIg6jxyq7WcrnqexXN9C6pcJ9jBYdlYio0k3rlKcR7lroUfQYXEmQfDIafoflBEViZwa+Ckf' +
  'RNt4JrhdKsw0g2bo+l0N5KmlAs2NFqs25H2rh4vmjP8='
