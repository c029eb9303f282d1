// Package simulator simulates Azure Resource Manager with one API Management
// service, so that the console can be tried, shown and tested without an
// account. It only speaks HTTP and shares no type with the client, because with
// a shared type both sides could be wrong in the same way.
//
// A Service is an http.Handler and, through Transport, an in-process network
// without sockets. It is strict (it refuses whatever the service is not known
// to accept), deterministic (clock, ids, ETags and people follow from Options)
// and records every request in a journal. Faults make it answer late, wrongly,
// twice, about another entity, or not at all.
//
// Operations: users with their groups, product subscriptions and identities,
// groups and group membership, product subscriptions and their keys, lists of
// products and APIs, the service resource and, for the api-versions of Versions, discovery: Azure's
// subscriptions and tenants, Resource Graph and permissions. Assumptions about
// single api-versions are in versions.go.
//
// # Assumptions
//
// Most of this behavior was observed on the wire. The following was not, and a
// client must not depend on it:
//
//   - Lists are in creation order, the built-in user first; custom and external
//     groups are in the order of their display names. A $top above 100 gets pages
//     of 100; $top below 1 and $skip below 0 are refused.
//   - Text in a $filter is compared without case; an invalid $filter is a 400
//     ValidationError with the target "$filter".
//   - If-Match: a missing or empty header writes unconditionally. The 8-byte
//     ETag of a PATCH answer never matches. On a PUT that would create, any
//     If-Match fails with 412. A PATCH that changes nothing keeps the whole
//     ETag; group membership does not touch the user's ETag.
//   - A second user with the same e-mail is a 400 ValidationError with the
//     target "email"; so are all length, format and type errors, with one entry
//     per field. Lengths are counted in UTF-16 units.
//   - PUT over an existing user resets absent properties to their defaults, but
//     keeps identities and groups. In a PATCH, null clears the note and means
//     "absent" elsewhere. State "deleted" is stored like any other.
//   - Identities of the providers Aad, AadB2C and Azure cannot be added.
//   - The built-in user 1 cannot be deleted, and must stay active: 400.
//   - A deleted user's product subscriptions stay, without an owner, unless
//     deleteSubscriptions is true. The user is gone as soon as the DELETE is
//     answered with 202, unless a fault makes the deletion fail.
//   - An operation result follows Resource Manager's guidelines: 200 with id,
//     name, status and error. The address in Location answers a failed operation
//     in the same way.
//   - Blocked users get SSO URLs, tokens and password mails like others.
//   - A token's expiry must be in the future, at most 30 days ahead: otherwise
//     400 with the target "properties.expiry". keyType is required.
//   - Members can be added to and removed from built-in groups. According to the
//     documentation the service manages their membership itself, but a refusal
//     was never observed.
//   - confirmation "invite" sends a mail on every PUT that has it, and does not
//     affect the state.
//   - A missing user's HEAD is an empty 404. Any password is accepted.
//   - Names in a $filter are case-sensitive; user and group ids too.
//   - Groups may be created, changed and deleted, built-in ones not deleted.
//   - A product subscription takes any of the six states at any time, and a
//     stateComment only together with a state. Its owner and scope must exist:
//     400 with the target "ownerId" or "scope". PUT over an existing one resets
//     nothing that is absent. Regenerating a key and every PATCH change the ETag;
//     its condition is checked as a user's. A new one of a product counts against
//     the product's limit as long as it is active or submitted. Two may have the
//     same key.
//   - A report has one page. Its $filter takes moments alone; without one, or with
//     the end before the start, it is a 400 with the target "$filter". Who is
//     active made calls at any time, others none.
//   - One request budget serves all callers, whatever their token.
//   - The service resource never changed since its publisher created it
//     (systemData).
//   - Listing Azure's subscriptions, tenants and permissions accepts any date as
//     its api-version.
//   - Resource Graph runs queries for services only: "resources", with "where
//     type", "project" and "order by". Its resource groups and locations are in
//     lower case. Every caller of a tenant shares one quota, and resultFormat is
//     objectArray.
//   - A token is for the first tenant unless it is another tenant's. Other
//     services than the simulated one can be read, but have nothing below them.
//   - The bodies of 401, of a wrong method, path, query or content type, and of
//     an unsupported api-version.
package simulator
