/** API tokens of service accounts: their scopes, how they authenticate, and the page on which admins create and revoke them. */
@NullMarked
package hone.token;

import org.jspecify.annotations.NullMarked;
