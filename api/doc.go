// Package api is the client of the users of an Azure API Management service,
// as Azure Resource Manager offers them.
//
// One service type stands for each noun (Users, Services). They share one
// pipeline that guards the bearer token, limits how much is read, retries only
// what is safe to retry and turns every failure into an *Error. Operations are
// named after the REST reference at
// https://learn.microsoft.com/rest/api/apimanagement, api-version 2024-05-01;
// the older versions 2021-08-01 and 2022-08-01 also work.
//
// Text that users of the service may have written is a text.Text. It stays
// exact when compared, written or encoded as JSON, and is made safe when drawn.
package api
