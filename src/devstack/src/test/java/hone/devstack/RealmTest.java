package hone.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The realm as it is imported, for {@code ./hone up} and for servers alike: placeholders differ, rights do not. */
class RealmTest {
    private static Map<String, Object> realm = Map.of();

    @BeforeAll
    static void read() throws Exception {
        try (InputStream file = RealmTest.class.getResourceAsStream("/realm/hone-realm.json")) {
            // JSON is YAML.
            realm = new Yaml(new SafeConstructor(new LoaderOptions())).load(Objects.requireNonNull(file));
        }
    }

    @Test
    void passwords_must_be_long_and_guessing_them_is_slowed_and_written_down() {
        assertThat(realm)
                .containsEntry("bruteForceProtected", true)
                .containsEntry("eventsEnabled", true)
                .containsEntry("adminEventsEnabled", true)
                .containsEntry("registrationAllowed", false);
        assertThat(String.valueOf(realm.get("passwordPolicy"))).contains("length(12)", "notUsername", "notEmail");
        assertThat((Integer) realm.get("eventsExpiration"))
                .as("events don't pile up for ever")
                .isPositive();
        assertThat((Integer) realm.get("failureFactor")).isBetween(3, 30);
    }

    @Test
    void people_sign_in_in_our_look_and_in_the_three_languages_of_the_app() {
        assertThat(realm)
                .containsEntry("loginTheme", "hone")
                .containsEntry("internationalizationEnabled", true)
                .containsEntry("defaultLocale", "en");
        assertThat((List<?>) realm.get("supportedLocales")).isEqualTo(List.of("de", "en", "es"));
    }

    @Test
    void tokens_live_for_less_than_a_minute_so_that_a_disabled_account_is_out_by_then() {
        assertThat((Integer) realm.get("accessTokenLifespan")).isBetween(10, 55);
    }

    @Test
    void people_are_sent_back_to_the_one_address_that_takes_them_and_to_no_other() {
        Map<?, ?> app = client("hone-app");
        Map<?, ?> attributes = (Map<?, ?>) Objects.requireNonNull(app.get("attributes"));

        assertThat(app.get("redirectUris")).isEqualTo(List.of("${HONE_APP_URL:http://localhost:8080}/auth/callback"));
        assertThat(attributes.get("post.logout.redirect.uris")).isEqualTo("${HONE_APP_URL:http://localhost:8080}/");
        assertThat((List<?>) app.get("webOrigins")).isEmpty();
        assertThat(attributes.get("pkce.code.challenge.method")).isEqualTo("S256");
        assertThat(String.valueOf(attributes.get("backchannel.logout.url"))).endsWith("/auth/session-ended");
        assertThat(attributes.get("backchannel.logout.session.required")).isEqualTo("true");
    }

    @Test
    void no_client_has_more_rights_than_it_uses() {
        List<Map<String, Object>> clients = maps("clients");

        assertThat(clients).extracting(client -> client.get("clientId")).containsExactly("hone-app", "hone-cli");
        assertThat(clients)
                .allSatisfy(client -> assertThat(client)
                        .as(String.valueOf(client.get("clientId")))
                        .containsEntry("fullScopeAllowed", false)
                        .containsEntry("publicClient", false)
                        .containsEntry("implicitFlowEnabled", false)
                        .containsEntry("directAccessGrantsEnabled", false));
        assertThat(client("hone-app").get("serviceAccountsEnabled")).isEqualTo(false);
        assertThat(client("hone-cli").get("standardFlowEnabled")).isEqualTo(false);
        assertThat(maps("scopeMappings"))
                .containsExactlyInAnyOrder(
                        Map.of("client", "hone-app", "roles", List.of("labeler", "reviewer", "admin", "simulated")),
                        Map.of("client", "hone-cli", "roles", List.of("program")));
        assertThat(maps("users").stream().filter(user -> user.containsKey("serviceAccountClientId")))
                .singleElement()
                .satisfies(user -> assertThat(user).containsEntry("realmRoles", List.of("program")));
    }

    @Test
    void demo_people_can_be_switched_off_and_their_passwords_are_kept_as_any_other() {
        List<Map<String, Object>> people = maps("users").stream()
                .filter(user -> !user.containsKey("serviceAccountClientId"))
                .toList();

        assertThat(people).hasSizeGreaterThan(5).allSatisfy(person -> {
            assertThat(person).containsEntry("enabled", "${HONE_DEMO_USERS:true}");
            assertThat((List<?>) person.get("credentials"))
                    .singleElement()
                    .satisfies(one -> assertThat(((Map<?, ?>) one).keySet())
                            .isEqualTo(java.util.Set.of("type", "secretData", "credentialData")));
        });
    }

    private static Map<?, ?> client(String id) {
        return maps("clients").stream()
                .filter(client -> id.equals(client.get("clientId")))
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> maps(String list) {
        return (List<Map<String, Object>>) Objects.requireNonNull(realm.get(list), list);
    }
}
