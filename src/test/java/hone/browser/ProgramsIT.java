package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An admin creates a token, a program uses it beside the real identity provider, and a webhook to this machine is refused. */
@InTheBrowser
class ProgramsIT {
    private static final Path PICTURES = Path.of("target", "programs");

    @Test
    void aTokenFromThePageLetsAProgramInUntilItIsRevoked(RunningHone hone) throws Exception {
        Workplace place = Workplace.with(hone, 1, "lena");
        Visitor ada = place.admin();
        ada.go("/tokens");
        ada.page()
                .getByLabel("Name", new Page.GetByLabelOptions().setExact(true))
                .fill("Nightly import");
        ada.page().getByLabel("projects:read").check();
        ada.button("Create token").click();
        String secret = ada.page().locator("#secret").innerText();
        assertThat(secret).matches("hone_[0-9A-Za-z]{43}");
        picture(ada, "tokens");

        HttpResponse<String> me = get(hone, "/api/v1/me", "Bearer " + secret);
        assertThat(me.statusCode()).isEqualTo(200);
        assertThat(me.body()).contains("Nightly import", "projects:read");
        assertThat(get(hone, "/api/v1/projects/" + place.slug(), "Bearer " + secret)
                        .statusCode())
                .isEqualTo(200);
        assertThat(get(hone, "/api/v1/projects/" + place.slug() + "/judgments", "Bearer " + secret)
                        .statusCode())
                .isEqualTo(403);
        for (String wrong : new String[] {"", "Bearer nonsense", "Bearer hone_nonsense", "Basic YTpi"}) {
            HttpResponse<String> refused = get(hone, "/api/v1/me", wrong);
            assertThat(refused.statusCode()).as(wrong).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate"))
                    .as(wrong)
                    .isPresent();
            assertThat(refused.body()).as(wrong).contains("\"status\":401");
        }

        ada.go("/tokens");
        ada.page().getByText("Change…").first().click();
        ada.button("Revoke").first().click();
        assertThat(ada.page().getByText("Revoked").first()).isVisible();
        assertThat(get(hone, "/api/v1/me", "Bearer " + secret).statusCode()).isEqualTo(401);
    }

    @Test
    void aWebhookToThisMachineIsRefusedAndTheDocumentOfTheApiIsOpen(RunningHone hone) throws Exception {
        Visitor ada = hone.visit("ada");
        ada.go("/webhooks");
        ada.page().getByLabel("Address").fill("https://localhost/hook");
        ada.button("Add webhook").click();
        assertThat(ada.page().getByText("localhost leads to a private address")).isVisible();
        picture(ada, "webhooks-empty");

        UUID webhook =
                failing(hone, "https://receiver.example.com/" + "a-long-path-without-a-blank-".repeat(9) + "/hook");
        ada.go("/webhooks");
        picture(ada, "webhooks");
        ada.go("/webhooks/" + webhook);
        assertThat(ada.button("Retry failed deliveries")).isVisible();
        ada.page().getByText("Show the secret").click();
        picture(ada, "webhook");
        ada.page().getByText("import.finished").last().click();
        assertThat(ada.page().getByText("Answered with an error.").first()).isVisible();
        picture(ada, "delivery");
        hone.database()
                .run(
                        "update webhook set disabled_at = now(), disabled_because = 'The address answered 410 Gone.' where id = ?",
                        webhook);
        ada.go("/webhooks/" + webhook);
        picture(ada, "webhook-paused");

        ada.go("/developers");
        assertThat(ada.page().getByRole(AriaRole.HEADING).first()).isVisible();
        picture(ada, "developers");
        assertThat(get(hone, "/api/v1/openapi.json", "").body()).contains("\"openapi\"", "/api/v1/projects");
    }

    /** A webhook for everything, paused for the test, with a delivery of each kind, one of which was tried twice. */
    private static UUID failing(RunningHone hone, String url) {
        UUID webhook = UUID.randomUUID();
        Database database = hone.database();
        database.run("""
                insert into webhook (id, url, events, secret, secret_before, secret_before_until, created_at)
                values (?, ?, '{judgment.accepted,judgment.withdrawn,import.finished,dataset.frozen,run.finished,model.made-current}',
                  'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqr', 'whsec_c2VjcmV0', now() + interval '1 day', now())""", webhook, url);
        database.run("""
                insert into webhook_message (id, project_id, type, payload, happened_at)
                select gen_random_uuid(), p.id, type, '{"type":"' || type || '","timestamp":"2026-11-01T09:30:00Z","data":{"project":"a-project-with-a-long-name","importId":"0199b7e0-3f2a-7c4f-8f6e-2a9d1b7c3e55","state":"read","promptsNew":1200}}',
                  now() - interval '3 hours'
                from (select id from project limit 1) p, unnest(array['judgment.accepted', 'import.finished', 'model.made-current']) type""");
        database.run("""
                insert into webhook_delivery (webhook_id, message_id, state, attempts, due_at, ended_at)
                select ?, id, case type when 'judgment.accepted' then 'waiting' when 'import.finished' then 'dead' else 'delivered' end,
                  case type when 'import.finished' then 8 else 1 end, now() + interval '5 hours',
                  case type when 'judgment.accepted' then null else now() end
                from webhook_message where payload like '%a-project-with-a-long-name%'""", webhook);
        database.run("""
                insert into webhook_attempt (webhook_id, message_id, number, at, millis, status, problem, answer)
                select d.webhook_id, d.message_id, n, now() - n * interval '1 hour', 15000 / n, case n when 1 then 503 end,
                  case n when 1 then 'Answered with an error.' else 'No answer within 15 s.' end,
                  case n when 1 then '<html><body>' || repeat('upstream-is-away-', 30) || '</body></html>' else '' end
                from webhook_delivery d, generate_series(1, 2) n where d.webhook_id = ? and d.state = 'dead'""", webhook);
        return webhook;
    }

    /** Wide and narrow, light and dark, after a look at what every page owes everybody: taking a picture adds a style. */
    private static void picture(Visitor visitor, String name) throws IOException {
        Files.createDirectories(PICTURES);
        for (int width : new int[] {390, 1280}) {
            visitor.page().setViewportSize(width, 900);
            assertThat(PageRules.brokenBy(visitor)).as(name + " " + width).isEmpty();
        }
        for (int width : new int[] {1280, 390}) {
            for (ColorScheme scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
                visitor.page().setViewportSize(width, 900);
                visitor.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                visitor.page()
                        .screenshot(new Page.ScreenshotOptions()
                                .setPath(PICTURES.resolve(name + "-" + width + "-" + scheme + ".png"))
                                .setFullPage(true));
            }
        }
        visitor.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        visitor.page().setViewportSize(1280, 900);
    }

    private static HttpResponse<String> get(RunningHone hone, String path, String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(hone.at(path)));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
