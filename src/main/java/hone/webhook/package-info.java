/** Webhooks: signed notifications to addresses configured by admins, retried until accepted, and never sent to private networks. */
@NullMarked
package hone.webhook;

import org.jspecify.annotations.NullMarked;
