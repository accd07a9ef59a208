package hone.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductionRulesTest {
    /** As {@code openssl rand} makes them. */
    private static final String CLIENT = "9f2c41d7be0a6538c1e47d92ab50f863";

    private static final String COOKIE = "Zk3vQ8pT1xW6bN0rYd5uGh2LmC7jEoAs4iFtVqXz";

    private static final ProductionRules GOOD = new ProductionRules(
            CLIENT,
            COOKIE,
            "https://id.example.org/realms/hone",
            Optional.empty(),
            Optional.empty(),
            true,
            true,
            List.of("10.0.0.7"));

    @Test
    void realSecretsBehindTlsMayStart() {
        assertThat(GOOD.broken()).isEmpty();
    }

    @Test
    void everythingThatTheDemoAllowsIsNamedWithItsSetting() {
        ProductionRules demo = new ProductionRules(
                "demo-a",
                "demo-b",
                "http://localhost:18180/realms/hone",
                Optional.of("trainer/base"),
                Optional.of("kind-endings.hone.zip"),
                false,
                true,
                List.of());

        assertThat(demo.broken())
                .hasSize(7)
                .anySatisfy(s -> assertThat(s).contains("QUARKUS_OIDC_CREDENTIALS_SECRET"))
                .anySatisfy(s -> assertThat(s).contains("QUARKUS_OIDC_TOKEN_STATE_MANAGER_ENCRYPTION_SECRET"))
                .anySatisfy(s -> assertThat(s).contains("HONE_IDENTITY_URL"))
                .anySatisfy(s -> assertThat(s).contains("HONE_DEMO_FOLDER"))
                .anySatisfy(s -> assertThat(s).contains("HONE_DEMO_ARCHIVE"))
                .anySatisfy(s -> assertThat(s).contains("COOKIE_FORCE_SECURE"))
                .anySatisfy(s -> assertThat(s).contains("TRUSTED_PROXIES"));
    }

    @Test
    void withoutForwardingNoProxyNeedsToBeNamed() {
        ProductionRules direct = new ProductionRules(
                CLIENT,
                COOKIE,
                "https://id.example.org/realms/hone",
                Optional.empty(),
                Optional.empty(),
                true,
                false,
                List.of());

        assertThat(direct.broken()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "short-9f2c41d7",
                "the-password-of-the-hone-app-9f2c",
                "change-me-change-me-9f2c41d7be0a65",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "0123456789abcdef0123456789abcdef01234567",
                "abcdefghijklmnopqrstuvwxyz0123456789abcd",
                "9f2c41d79f2c41d79f2c41d79f2c41d79f2c41d7",
                "demo-secret-of-the-app"
            })
    void aSecretThatCanBeGuessedIsRefusedForTheClientAndForCookies(String weak) {
        assertThat(rules(weak, COOKIE, List.of("10.0.0.7")).broken())
                .singleElement()
                .satisfies(s -> assertThat(s)
                        .contains("QUARKUS_OIDC_CREDENTIALS_SECRET")
                        .doesNotContain(weak));
        assertThat(rules(CLIENT, weak, List.of("10.0.0.7")).broken())
                .singleElement()
                .satisfies(s -> assertThat(s)
                        .contains("QUARKUS_OIDC_TOKEN_STATE_MANAGER_ENCRYPTION_SECRET")
                        .doesNotContain(weak));
    }

    @Test
    void oneSecretForTwoThingsIsRefused() {
        assertThat(rules(COOKIE, COOKIE, List.of("10.0.0.7")).broken())
                .singleElement()
                .satisfies(s -> assertThat(s).contains("are the same"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0/0", "::/0", "0.0.0.0/1", "128.0.0.0/1", "2000::/3", "*", "", "10.0.0.0/255.0.0.0"})
    void aNetworkThatHoldsNearlyEverybodyIsNoProxy(String network) {
        assertThat(rules(CLIENT, COOKIE, List.of("10.0.0.7", network)).broken())
                .singleElement()
                .satisfies(s -> assertThat(s).contains("QUARKUS_HTTP_PROXY_TRUSTED_PROXIES"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0/8", "172.18.0.0/16", "192.0.2.1", "fd00:1234::/32", "2001:db8::1", "proxy.example.org"
            })
    void aProxysOwnAddressOrNetworkIsBelieved(String network) {
        assertThat(rules(CLIENT, COOKIE, List.of(network)).broken()).isEmpty();
    }

    private static ProductionRules rules(String client, String cookie, List<String> proxies) {
        return new ProductionRules(
                client,
                cookie,
                "https://id.example.org/realms/hone",
                Optional.empty(),
                Optional.empty(),
                true,
                true,
                proxies);
    }
}
