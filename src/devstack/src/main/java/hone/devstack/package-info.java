/** PostgreSQL, Kafka and Keycloak on one machine without containers, for tests and for {@code hone up}. */
@NullMarked
package hone.devstack;

import org.jspecify.annotations.NullMarked;
