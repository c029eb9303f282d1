// Package simulator plays the part of Azure Resource Manager in front of one
// API Management service, so that the console can be tried, shown and tested
// without an account. It speaks HTTP only: it shares no type with the client,
// because two sides built on one type would be wrong together.
//
// A Service is an http.Handler and, through Transport, a network of its own
// without sockets. It is strict (what the service is not known to accept is
// refused), deterministic (clock, ids, ETags and people follow from Options)
// and it keeps a journal of every request. Faults make it answer late, wrongly,
// twice, about something else, or not at all.
//
// Operations: users with their groups, product subscriptions and identities,
// groups and group membership, reading of product subscriptions, the service
// resource and discovery, for the api-versions of Versions. What is assumed
// about single api-versions stands with their table in versions.go.
//
// # Assumptions
//
// Most of what is here was seen on the wire. The following was not, and a
// client must not come to depend on it:
//
//   - Lists are in creation order, the built-in user first; groups that are not
//     built in are in the order of their display names. A $top above 100 gets
//     pages of 100; $top below 1 and $skip below 0 are refused.
//   - Text in a $filter is compared without regard to case; an invalid $filter
//     is a 400 ValidationError with the target "$filter".
//   - If-Match: a missing or empty header writes unconditionally. The 8-byte
//     ETag of a PATCH answer never matches. On a PUT that would create, any
//     If-Match fails with 412. A PATCH that changes nothing keeps the whole
//     ETag; group membership does not touch the user's ETag.
//   - A second user with the same e-mail is a 400 ValidationError with the
//     target "email"; so are all length, format and type errors, one entry a
//     field. Lengths are counted in UTF-16 units.
//   - PUT over an existing user puts absent properties back to their defaults,
//     but keeps identities and groups. In a PATCH, null clears the note and
//     means "absent" elsewhere. State "deleted" is stored like any other.
//   - Identities of the providers Aad, AadB2C and Azure cannot be added.
//   - The built-in user 1 cannot be deleted, nor leave the state active: 400.
//   - A deleted user's product subscriptions stay, without an owner, unless
//     deleteSubscriptions is true. The user is gone as soon as the DELETE is
//     answered with 202, unless the deletion is to fail.
//   - An operation result has the form of Resource Manager's guidelines: 200
//     with id, name, status and error. The address in Location answers a failed
//     operation with the same.
//   - Blocked users get SSO URLs, tokens and password mails like others.
//   - A token's expiry must lie ahead, by 30 days at most: otherwise 400 with
//     the target "properties.expiry". keyType is required.
//   - Built-in groups take and lose members like the others. The service is
//     documented to keep their membership itself; its refusal was never seen.
//   - confirmation "invite" sends a mail and leaves the state as asked for; it
//     does so on every PUT that carries it.
//   - A missing user's HEAD is an empty 404. Any password is accepted.
//   - Names in a $filter are case-sensitive; user and group ids too.
//   - Groups may be created, changed and deleted, built-in ones not deleted.
//   - One request budget serves all callers, whatever their token.
//   - The service resource was made by its publisher and never changed since
//     (systemData).
//   - Listing Azure's subscriptions takes any date as its api-version.
//   - The bodies of 401, of a wrong method, path, query or content type, and of
//     an unsupported api-version.
package simulator
