package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.SelectOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

@InTheBrowser
class ImportIT {
    private static final LocatorAssertions.ContainsTextOptions SOON =
            new LocatorAssertions.ContainsTextOptions().setTimeout(40_000);
    private static final LocatorAssertions.HasTextOptions CHANGED =
            new LocatorAssertions.HasTextOptions().setTimeout(40_000);

    private static final String LINES = """
            {"prompt": "Tell a story about Mira and a kite."}
            {"prompt": "Which is kinder?", "answers": ["This one.", "That one."]}
            not json at all
            {"prompt": ""}
            {"messages": [{"role": "assistant", "content": "I begin."}]}
            {"prompt": "Tell a story about Mira and a kite."}
            """;

    @Test
    void badLinesAreReportedWithTheRowsToMendAndTheSameFileAddsNothingTwice(RunningHone hone) throws IOException {
        Workplace place = Workplace.with(hone, 1, "lena");
        Visitor ada = place.admin();

        upload(ada, place, "mixed.jsonl", LINES);
        assertThat(ada.title()).isEqualTo("2 prompts imported, 3 lines refused");
        assertThat(ada.text("not json at all")).isVisible();
        Download download = ada.page()
                .waitForDownload(() -> ada.link("Download the 3 refused lines").click());
        List<String> rows = Files.readAllLines(download.path());
        assertThat(rows).hasSize(6);
        assertThat(rows.getFirst()).startsWith("# line 3: Not JSON. Unreadable at character ");
        assertThat(rows.get(1)).isEqualTo("not json at all");

        upload(ada, place, "mixed.jsonl", LINES);
        assertThat(ada.title()).startsWith("0 prompts imported, 3 lines refused");
        upload(ada, place, "mended.jsonl", "{\"prompt\": \"Mended.\"}\n");
        assertThat(ada.title()).isEqualTo("1 prompt imported, no line refused");
        assertThat(hone.database()
                        .number(
                                "select count(*) from prompt t join project p on p.id = t.project_id where p.slug = ?",
                                place.slug()))
                .isEqualTo(3);
        assertThat(hone.database()
                        .number(
                                "select count(*) from task t join project p on p.id = t.project_id where p.slug = ?",
                                place.slug()))
                .isEqualTo(3);
    }

    @Test
    void aLongFileShowsHowFarItIsAndCanBeCancelledWithoutHalves(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena");
        Visitor ada = place.admin();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            lines.append("{\"prompt\": \"Tell of kite ").append(i).append(".\"}\n");
        }

        upload(ada, place, "long.jsonl", lines.toString());
        assertThat(ada.heading("Reading long.jsonl")).isVisible();
        assertThat(ada.page().locator("#p-progress")).containsText(Pattern.compile("\\d % read, up to line \\d"), SOON);
        ada.page().evaluate("window.loadedOnce = true");
        String before = ada.page().locator("#p-progress h2").innerText();
        assertThat(ada.page().locator("#p-progress h2")).not().hasText(before, CHANGED);
        assertThat(ada.page().evaluate("window.loadedOnce")).isEqualTo(true);
        ada.page().screenshot(new Page.ScreenshotOptions().setPath(RunningHone.OUT.resolve("import-reading.png")));
        ada.page()
                .locator("summary", new Page.LocatorOptions().setHasText("Cancel the import"))
                .click();
        ada.leads(() -> ada.button("Yes, cancel it").click());

        assertThat(ada.page().locator("#p-ended")).containsText("Cancelled after line", SOON);
        assertThat(ada.heading("prompts imported")).isVisible();
        assertThat(ada.page().locator("#p-progress h2")).hasCount(0);
        ada.page().screenshot(new Page.ScreenshotOptions().setPath(RunningHone.OUT.resolve("import-cancelled.png")));
        long stored = hone.database().number("""
                        select count(*) from prompt t join project p on p.id = t.project_id where p.slug = ?""", place.slug());
        assertThat(stored)
                .isPositive()
                .isLessThan(100_000)
                .isEqualTo(hone.database().number("""
                        select lines_read from import_batch b join project p on p.id = b.project_id
                        where p.slug = ? and b.outcome = 'cancelled'""", place.slug()));
        assertThat(stored).isEqualTo(hone.database().number("""
                        select count(*) from task t join project p on p.id = t.project_id where p.slug = ?""", place.slug()));
    }

    @Test
    void withoutAFileTheFormSaysSo(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1);
        Visitor ada = place.admin();
        ada.go(place.at("/imports"));

        ada.page().evaluate("() => document.getElementById('file').removeAttribute('required')");
        ada.leads(() -> ada.button("Look at it").click());

        assertThat(ada.text("Choose a file first")).isVisible();
    }

    @Test
    void messageTreesOfOpenAssistantAreImportedAndOneOfThemIsRanked(RunningHone hone) {
        Path trees = RunningHone.root()
                .resolve("../shared/data/oasst-en-100/en_100_tree.jsonl")
                .normalize();
        Assumptions.assumeTrue(
                Files.exists(trees), trees + " is not there: the message trees of Open Assistant were not imported");
        Workplace place = Workplace.with(hone, 1, "lena");
        Visitor ada = place.admin();
        ada.go(place.at("/imports"));
        ada.page()
                .getByLabel("File", new Page.GetByLabelOptions().setExact(true))
                .setInputFiles(trees);
        ada.leads(() -> ada.button("Look at it").click());
        ada.leads(() -> ada.button("Start the import").click());
        assertThat(ada.title()).contains("imported");
        assertThat(hone.database().number("""
                        select count(*) from answer a join prompt t on t.id = a.prompt_id
                        join project p on p.id = t.project_id
                        where p.slug = ? and a.source_rank is not null""", place.slug())).isGreaterThan(100);

        Visitor lena = hone.visit("lena");
        lena.go(place.at("/work/ranking"));
        int cards = lena.page().locator("article.answer").count();
        assertThat(cards).isBetween(3, 4);
        lena.page().screenshot(new Page.ScreenshotOptions().setPath(RunningHone.OUT.resolve("oasst-ranking.png")));
        for (int card = 1; card <= cards; card++) {
            lena.press("j", Integer.toString(Math.max(1, card - 1)));
        }
        // A person would have read for minutes; without that the page asks whether it is meant so.
        hone.database()
                .run(
                        "update assignment set handed_at = handed_at - interval '1 hour' where id = cast(? as uuid)",
                        lena.path().replace("/work/", ""));
        lena.leads(() -> lena.press("Control+Enter"));

        assertThat(hone.database().one("""
                        select count(*) from judgment j join project p on p.id = j.project_id
                        where p.slug = ? and j.kind = 'ranking' and j.accepted_at is not null""", place.slug())).isEqualTo("1");
    }

    @Test
    void theFirstLinesAreShownAndFieldsAreNamedBeforeAnythingIsStored(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena");
        Visitor ada = place.admin();
        look(
                ada,
                place,
                "quiz.csv",
                "question,best,worst,page\nWho feeds the heron?,The miller.,Nobody.,7\nWho bakes?,Mira.,The cat.,8\n");

        assertThat(ada.text("No format that is known here has these fields")).isVisible();
        assertThat(ada.button("Start the import")).isDisabled();
        shots(ada, "import-preview-unknown");
        say(ada, "question", "prompt");
        say(ada, "best", "chosen");
        say(ada, "worst", "rejected");
        say(ada, "page", "keep");
        ada.leads(() -> ada.button("Look again").first().click());

        assertThat(ada.text("Each of the first 2 lines is taken.")).isVisible();
        assertThat(ada.text("Answer 1 is better than answer 2").first()).isVisible();
        assertThat(ada.text("The miller.").first()).isVisible();
        shots(ada, "import-preview-mapped");
        assertThat(prompts(hone, place)).isZero();
        String preview = ada.path();
        ada.leads(() -> ada.button("Count without storing").click());
        assertThat(ada.title()).startsWith("2 prompts would be imported");
        assertThat(prompts(hone, place)).isZero();
        ada.go(preview);
        ada.leads(() -> ada.button("Start the import").click());
        assertThat(ada.title()).isEqualTo("2 prompts imported, no line refused");
        shots(ada, "import-judgments");
        takesItBackAndBringsItBack(ada);
        assertThat(hone.database().number("""
                        select count(*) from imported_judgment j join project p on p.id = j.project_id where p.slug = ?""", place.slug())).isEqualTo(2);

        look(ada, place, "more.csv", "question,best,worst,page\nWho rings the bell?,The baker.,Nobody.,9\n");
        assertThat(ada.text("The only line is taken.")).isVisible();
        ada.leads(() -> ada.button("Discard the file").click());
        assertThat(prompts(hone, place)).isEqualTo(2);
    }

    @Test
    void anExportOfLabelStudioComesWithItsAnnotatorsWhoAreMatchedWithPeople(RunningHone hone) {
        Path file = RunningHone.root()
                .resolve("../shared/data/labelstudio-export/pairwise/export.json")
                .normalize();
        Assumptions.assumeTrue(Files.exists(file), file + " is not there: no export of Label Studio was imported");
        Workplace place = Workplace.with(hone, 1, "lena");
        Visitor ada = place.admin();
        ada.go(place.at("/imports"));
        ada.page()
                .getByLabel("File", new Page.GetByLabelOptions().setExact(true))
                .setInputFiles(file);
        ada.leads(() -> ada.button("Look at it").click());
        assertThat(ada.text("Label Studio").first()).isVisible();
        shots(ada, "import-preview-label-studio");
        ada.leads(() -> ada.button("Start the import").click());
        assertThat(ada.title()).contains("imported");

        ada.go(place.at("/imports/raters"));
        assertThat(ada.page().locator("tbody tr")).hasCount(3);
        shots(ada, "import-raters");
        ada.page().locator("tbody tr").first().locator("select").selectOption(new SelectOption().setIndex(1));
        ada.leads(() -> ada.button("Save").first().click());
        assertThat(hone.database().number("""
                        select count(*) from imported_rater r join project p on p.id = r.project_id
                        where p.slug = ? and r.labeler_id is not null""", place.slug())).isEqualTo(1);
        assertThat(hone.database().number("""
                        select count(*) from judgment j join project p on p.id = j.project_id where p.slug = ?""", place.slug())).isZero();
    }

    @Test
    void aTextFileBecomesDocumentsThatAreListedFrozenAndReadOneByOne(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena");
        Visitor ada = place.admin();
        ada.go(place.at("/documents"));
        assertThat(ada.heading("There are no documents yet")).isVisible();
        shots(ada, "documents-empty");
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 120; i++) {
            text.append("Chapter ")
                    .append(i)
                    .append(" of the kite.\nIt flew, ")
                    .append("and flew, ".repeat(i))
                    .append("and came home.\n\n");
        }

        look(ada, place, "kite.txt", text.toString());
        assertThat(ada.heading("The first texts; nobody is asked about them")).isVisible();
        shots(ada, "import-preview-texts");
        ada.leads(() -> ada.button("Start the import").click());
        assertThat(ada.title()).isEqualTo("120 documents imported, no line refused");
        shots(ada, "import-texts");
        ada.leads(() -> ada.link("Read its documents").click());

        assertThat(ada.page().locator("tbody tr")).hasCount(50);
        assertThat(ada.link("Chapter 1 of the kite.").first()).isVisible();
        shots(ada, "documents");
        ada.leads(() -> ada.link("Next 50").click());
        assertThat(ada.link("Chapter 51 of the kite.").first()).isVisible();
        ada.leads(() -> ada.link("Chapter 100 of the kite.").first().click());
        assertThat(ada.page().locator("pre.typed")).containsText("Chapter 100 of the kite.\nIt flew, and flew,");
        shots(ada, "document");
        ada.go(place.at("/datasets/new?kind=document"));
        assertThat(ada.text("120 documents to pre-train on.")).isVisible();
        shots(ada, "datasets-choose-documents");
        ada.leads(() -> ada.button("Freeze dataset 1").click());
        assertThat(ada.text("120 documents").first()).isVisible();
        shots(ada, "dataset-of-documents");
        ada.go(place.at("/datasets/1/rows"));
        shots(ada, "dataset-rows-documents");
        Visitor dark = hone.visit("ada", new Screen(1280, 800, true, "en-GB"));
        dark.go(place.at("/documents"));
        dark.page()
                .screenshot(new Page.ScreenshotOptions()
                        .setPath(RunningHone.OUT.resolve("documents-dark.png"))
                        .setFullPage(true));
    }

    private static void takesItBackAndBringsItBack(Visitor ada) {
        ada.page()
                .locator("summary", new Page.LocatorOptions().setHasText("Take it back"))
                .click();
        assertThat(ada.text("The 2 imported judgments will count no more.")).isVisible();
        shots(ada, "import-take-back");
        ada.leads(() -> ada.button("Yes, take it back").click());
        assertThat(ada.page().locator("#p-back")).containsText("2 judgments count no more");
        shots(ada, "import-taken-back");
        ada.leads(() -> ada.button("Bring it back").click());
        assertThat(ada.page().locator("#p-back .banner")).hasCount(0);
    }

    private static void say(Visitor ada, String field, String use) {
        ada.page()
                .getByLabel(field, new Page.GetByLabelOptions().setExact(true))
                .selectOption(use);
    }

    private static void shots(Visitor ada, String name) {
        ada.page()
                .screenshot(new Page.ScreenshotOptions()
                        .setPath(RunningHone.OUT.resolve(name + ".png"))
                        .setFullPage(true));
        ada.page().setViewportSize(390, 800);
        ada.page()
                .screenshot(new Page.ScreenshotOptions()
                        .setPath(RunningHone.OUT.resolve(name + "-narrow.png"))
                        .setFullPage(true));
        ada.page().setViewportSize(1280, 800);
    }

    private static long prompts(RunningHone hone, Workplace place) {
        return hone.database()
                .number(
                        "select count(*) from prompt t join project p on p.id = t.project_id where p.slug = ?",
                        place.slug());
    }

    private static void look(Visitor ada, Workplace place, String name, String file) {
        ada.go(place.at("/imports"));
        ada.page()
                .getByLabel("File", new Page.GetByLabelOptions().setExact(true))
                .setInputFiles(
                        new FilePayload(name, "application/octet-stream", file.getBytes(StandardCharsets.UTF_8)));
        ada.leads(() -> ada.button("Look at it").click());
    }

    private static void upload(Visitor ada, Workplace place, String name, String lines) {
        look(ada, place, name, lines);
        ada.leads(() -> ada.button("Start the import").click());
    }
}
