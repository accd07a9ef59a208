package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A base model comes in by an admin's hand, read by the real model server, and goes out again. */
@InTheBrowser
class BringModelIT {
    private static final LocatorAssertions.ContainsTextOptions READ =
            new LocatorAssertions.ContainsTextOptions().setTimeout(60_000);
    private static final String LONG =
            "a-model-with-a-name-that-is-much-longer-than-anybody-would-like-to-read-it-v1.5";

    @Test
    void aModelOfTheOperatorsFolderIsReadTakenAsBaseAndDownloadedAndADamagedOneIsRefused(RunningHone hone)
            throws Exception {
        hone.servesWhatIsThere();
        Workplace place = Workplace.with(hone, 1, "lena");
        Visitor ada = place.admin();
        Path folder = offered(hone.offered().resolve("kept/" + LONG));

        ada.go(place.at("/models"));
        ada.leads(() -> ada.link("Bring a model").click());
        picture(ada, "bring-empty");
        ada.leads(() -> ada.button("Read the folder").click());
        assertThat(ada.page().locator("#p-body")).containsText("What was read", READ);
        assertThat(ada.page().locator("#p-body")).containsText("1.4 million parameters");
        assertThat(ada.page().locator("#p-body")).containsText("512 tokens");
        assertThat(ada.page().locator("#p-body")).containsText("PPO with LoRA");
        assertThat(ada.page().locator("#p-body")).containsText("of it free when the model was read");
        picture(ada, "bring-read");

        ada.page().getByLabel("Rows at a time").fill("64");
        ada.leads(() -> ada.button("Recalculate").click());
        assertThat(ada.page().getByLabel("Rows at a time")).hasValue("64");
        assertThat(ada.page().getByLabel("Name")).hasValue(LONG);
        ada.page().getByLabel("Make it the base of").check();
        ada.leads(() -> ada.button("Take it").click());
        assertThat(ada.title()).isEqualTo(LONG);
        assertThat(ada.text("Base of this project")).isVisible();
        picture(ada, "bring-model");

        Download download =
                ada.page().waitForDownload(() -> ada.link("Download its files").click());
        Path unpacked = unpacked(download.path());
        for (String name : List.of("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json")) {
            assertThat(unpacked.resolve(name)).hasSameBinaryContentAs(folder.resolve(name));
        }

        ada.go(place.at("/arrivals"));
        ada.page()
                .getByLabel("Tar of the directory")
                .setInputFiles(new FilePayload("damaged.tar", "application/x-tar", damaged(folder)));
        ada.leads(() -> ada.button("Send the tar").click());
        assertThat(ada.page().locator("#p-body")).containsText("model.safetensors", READ);
        picture(ada, "bring-refused");
        ada.leads(() -> ada.link("Bring another").click());
        assertThat(ada.page().locator("table")).containsText("Refused");
        picture(ada, "bring-before");
        byTheCommandLine(hone, place, folder);
        try (var models = Files.list(hone.offered().resolveSibling("models"))) {
            assertThat(models.map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.startsWith(".brought"));
        }
    }

    /** The same model, another one, a damaged one, and one that comes back. */
    private static void byTheCommandLine(RunningHone hone, Workplace place, Path folder) throws Exception {
        Path other = offered(Files.createTempDirectory("hone-other").resolve("other-model"));
        Path broken = offered(Files.createTempDirectory("hone-broken").resolve("broken-model"));
        Files.writeString(broken.resolve("config.json"), "{\"model_type\": \"mamba\"}");
        Path back = other.resolveSibling("back");

        assertThat(hone.told("model", "import", folder.toString()))
                .startsWith("0 ")
                .contains("These files are here already, as " + LONG);
        assertThat(hone.told("model", "import", other.toString(), "--name", "other", "--project", place.slug()))
                .startsWith("0 ")
                .contains("other is here now: llama, 1.4 million parameters")
                .contains("It is the base of " + place.slug())
                .contains("pytorch_model.bin");
        assertThat(hone.told("model", "import", broken.toString()))
                .startsWith("1 ")
                .contains("model_type is 'mamba'");
        assertThat(hone.told("model", "export", "other", "--project", place.slug(), "--out", back.toString()))
                .startsWith("0 ");
        assertThat(back.resolve("model.safetensors")).hasSameBinaryContentAs(other.resolve("model.safetensors"));
    }

    /** The model that ships, with a card of its own, so that it is another one. */
    private static Path offered(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path shipped = RunningHone.root().resolve("trainer/base");
        for (String name : List.of("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json")) {
            Files.copy(shipped.resolve(name), folder.resolve(name));
        }
        Files.writeString(
                folder.resolve("README.md"),
                "---\nlicense: apache-2.0\n---\nOf "
                        + Wire.sha256(folder.toString().getBytes(StandardCharsets.UTF_8)) + "\n");
        Files.writeString(folder.resolve("pytorch_model.bin"), "left out");
        return folder;
    }

    private static byte[] damaged(Path folder) throws Exception {
        Path other = Files.createTempDirectory("hone-damaged");
        for (String name : List.of("config.json", "tokenizer.json", "tokenizer_config.json")) {
            Files.copy(folder.resolve(name), other.resolve(name));
        }
        Files.writeString(other.resolve("model.safetensors"), "no weights");
        Path tar = other.resolveSibling(other.getFileName() + ".tar");
        run("tar", "-cf", tar.toString(), "-C", other.toString(), ".");
        return Files.readAllBytes(tar);
    }

    private static Path unpacked(Path tar) throws Exception {
        Path folder = Files.createTempDirectory("hone-unpacked");
        run("tar", "-xf", tar.toString(), "-C", folder.toString(), "--strip-components=1");
        return folder;
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private static void picture(Visitor ada, String name) {
        Page page = ada.page();
        shot(page, name);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        page.setViewportSize(390, 844);
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .as(name)
                .isEqualTo(true);
        shot(page, name + "-narrow-dark");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(1280, 800);
    }

    private static void shot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(RunningHone.OUT.resolve(name + ".png"))
                .setFullPage(true));
    }
}
