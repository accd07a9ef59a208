package hone.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProductionRulesTest {
    private static final ProductionRules GOOD = new ProductionRules(
            "fG8…", "k2…", "https://id.example.org/realms/hone", Optional.empty(), true, true, List.of("10.0.0.7"));

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
                false,
                true,
                List.of());

        assertThat(demo.broken())
                .hasSize(6)
                .anySatisfy(s -> assertThat(s).contains("QUARKUS_OIDC_CREDENTIALS_SECRET"))
                .anySatisfy(s -> assertThat(s).contains("QUARKUS_OIDC_TOKEN_STATE_MANAGER_ENCRYPTION_SECRET"))
                .anySatisfy(s -> assertThat(s).contains("HONE_IDENTITY_URL"))
                .anySatisfy(s -> assertThat(s).contains("HONE_DEMO_FOLDER"))
                .anySatisfy(s -> assertThat(s).contains("COOKIE_FORCE_SECURE"))
                .anySatisfy(s -> assertThat(s).contains("TRUSTED_PROXIES"));
    }

    @Test
    void withoutForwardingNoProxyNeedsToBeNamed() {
        ProductionRules direct = new ProductionRules(
                "fG8…", "k2…", "https://id.example.org/realms/hone", Optional.empty(), true, false, List.of());

        assertThat(direct.broken()).isEmpty();
    }
}
