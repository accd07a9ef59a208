package hone.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is not allowed once other people's data is at stake: each broken rule is a sentence that names the setting to change.
 *
 * @param identityUrl where browsers reach the identity provider
 * @param trustedProxies whose forwarded headers are trusted; empty: everybody's
 */
record ProductionRules(
        String appSecret,
        String cookieSecret,
        String identityUrl,
        Optional<String> demoFolder,
        Optional<String> demoArchive,
        boolean secureCookies,
        boolean believesForwardedHeaders,
        List<String> trustedProxies) {

    /** Every secret in the sources begins with this, so that it can be told from a real one. */
    private static final String KNOWN = "demo-";

    private static final int APP_SECRET_LETTERS_MIN = 24;
    /** A 256-bit key is derived from it. */
    private static final int COOKIE_SECRET_LETTERS_MIN = 32;

    private static final String GENERATOR = ", for example by 'openssl rand -hex 32'.";

    List<String> broken() {
        List<String> sentences = new ArrayList<>();
        if (appSecret.startsWith(KNOWN)) {
            sentences.add("The client secret is the demo's: set QUARKUS_OIDC_CREDENTIALS_SECRET.");
        } else {
            WeakSecret.why(appSecret, APP_SECRET_LETTERS_MIN)
                    .ifPresent(why -> sentences.add("The client secret can be guessed, it " + why
                            + ": set QUARKUS_OIDC_CREDENTIALS_SECRET to a random one" + GENERATOR));
        }
        if (cookieSecret.startsWith(KNOWN)) {
            sentences.add("Session cookies would be encrypted with the demo's secret: set"
                    + " QUARKUS_OIDC_TOKEN_STATE_MANAGER_ENCRYPTION_SECRET (32 characters or more).");
        } else {
            WeakSecret.why(cookieSecret, COOKIE_SECRET_LETTERS_MIN)
                    .ifPresent(why -> sentences.add("The secret of session cookies can be guessed, it " + why
                            + ": set QUARKUS_OIDC_TOKEN_STATE_MANAGER_ENCRYPTION_SECRET to a random one" + GENERATOR));
        }
        if (appSecret.equals(cookieSecret)) {
            sentences.add("The client secret and the secret of session cookies are the same: set"
                    + " QUARKUS_OIDC_TOKEN_STATE_MANAGER_ENCRYPTION_SECRET to another one.");
        }
        if (!identityUrl.startsWith("https://")) {
            sentences.add("People would sign in over plain http: set HONE_IDENTITY_URL to the https address of Keycloak"
                    + " that browsers use.");
        }
        if (demoFolder.isPresent()) {
            sentences.add("The demo project and its demo people would be added: remove HONE_DEMO_FOLDER.");
        }
        if (demoArchive.isPresent()) {
            sentences.add("The demo project would be added with its simulated people: remove HONE_DEMO_ARCHIVE.");
        }
        if (!secureCookies) {
            sentences.add("Cookies would go over plain http: set QUARKUS_OIDC_AUTHENTICATION_COOKIE_FORCE_SECURE and"
                    + " QUARKUS_REST_CSRF_COOKIE_FORCE_SECURE to true.");
        }
        if (believesForwardedHeaders && trustedProxies.isEmpty()) {
            sentences.add("Forwarded headers would be believed from everybody: name your proxies in"
                    + " QUARKUS_HTTP_PROXY_TRUSTED_PROXIES.");
        }
        List<String> wide = trustedProxies.stream().filter(WideProxy::is).toList();
        if (believesForwardedHeaders && !wide.isEmpty()) {
            sentences.add("Forwarded headers would be believed from nearly everybody (" + String.join(", ", wide)
                    + "): name the addresses of your proxies alone in QUARKUS_HTTP_PROXY_TRUSTED_PROXIES.");
        }
        return sentences;
    }
}
