package hone.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What must not be when others' data are at stake: each broken rule is a sentence that names the setting to change.
 *
 * @param identityUrl where browsers reach the identity provider
 * @param trustedProxies from whom forwarded headers are believed; empty: from everybody
 */
record ProductionRules(
        String appSecret,
        String cookieSecret,
        String identityUrl,
        Optional<String> demoFolder,
        boolean secureCookies,
        boolean believesForwardedHeaders,
        List<String> trustedProxies) {

    /** Every secret that stands in the sources begins with this, so that it can be told from a real one. */
    private static final String KNOWN = "demo-";

    List<String> broken() {
        List<String> sentences = new ArrayList<>();
        if (appSecret.startsWith(KNOWN)) {
            sentences.add("The client secret is the demo's: set QUARKUS_OIDC_CREDENTIALS_SECRET.");
        }
        if (cookieSecret.startsWith(KNOWN)) {
            sentences.add("Session cookies would be encrypted with the demo's secret: set"
                    + " QUARKUS_OIDC_TOKEN_STATE_MANAGER_ENCRYPTION_SECRET (32 letters or more).");
        }
        if (!identityUrl.startsWith("https://")) {
            sentences.add("People would sign in over plain http: set HONE_IDENTITY_URL to the https address of Keycloak"
                    + " that browsers use.");
        }
        if (demoFolder.isPresent()) {
            sentences.add("The demo project and its demo people would be added: remove HONE_DEMO_FOLDER.");
        }
        if (!secureCookies) {
            sentences.add("Cookies would go over plain http: set QUARKUS_OIDC_AUTHENTICATION_COOKIE_FORCE_SECURE and"
                    + " QUARKUS_REST_CSRF_COOKIE_FORCE_SECURE to true.");
        }
        if (believesForwardedHeaders && trustedProxies.isEmpty()) {
            sentences.add("Forwarded headers would be believed from everybody: name your proxies in"
                    + " QUARKUS_HTTP_PROXY_TRUSTED_PROXIES.");
        }
        return sentences;
    }
}
