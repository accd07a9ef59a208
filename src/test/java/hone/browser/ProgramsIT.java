package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
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
        assertThat(PageRules.brokenBy(ada)).isEmpty();
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
        assertThat(PageRules.brokenBy(ada)).isEmpty();
        picture(ada, "webhooks");

        ada.go("/developers");
        assertThat(ada.page().getByRole(AriaRole.HEADING).first()).isVisible();
        assertThat(PageRules.brokenBy(ada)).isEmpty();
        picture(ada, "developers");
        assertThat(get(hone, "/api/v1/openapi.json", "").body()).contains("\"openapi\"", "/api/v1/projects");
    }

    private static void picture(Visitor visitor, String name) throws IOException {
        Files.createDirectories(PICTURES);
        for (int width : new int[] {1280, 390}) {
            visitor.page().setViewportSize(width, 900);
            visitor.page()
                    .screenshot(new Page.ScreenshotOptions()
                            .setPath(PICTURES.resolve(name + "-" + width + ".png"))
                            .setFullPage(true));
        }
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
