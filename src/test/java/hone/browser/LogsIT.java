package hone.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.options.Cookie;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What stays in the logs of a judgment: its ids, never what was written and never what lets somebody in. */
@InTheBrowser
class LogsIT {
    @Test
    void aJudgmentLeavesItsIdsInTheLogsAndNeitherTextNorTokens(RunningHone hone) throws IOException {
        long before = Files.size(log());
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(1);
        Visitor lena = hone.visit("lena");
        lena.go(place.at("/work/comparison"));
        String assignment = lena.path().substring("/work/".length());
        lena.press("2", "r");
        lena.type("Unmistakable words about kindness");
        lena.leads(() -> lena.press("Control+Enter"));
        String judgment =
                hone.database().one("select id from judgment where assignment_id = cast(? as uuid)", assignment);

        await().atMost(Duration.ofSeconds(10)).until(() -> since(before).contains(judgment));
        String logged = since(before);

        assertThat(logged).contains(assignment).doesNotContain("Unmistakable", "flew home", "kite number", "eyJ");
        for (Cookie cookie : lena.context().cookies()) {
            if (cookie.value.length() > 20) {
                assertThat(logged).as("the cookie " + cookie.name).doesNotContain(cookie.value);
            }
        }
        List<String> lines =
                logged.lines().filter(line -> line.contains(judgment)).toList();
        assertThat(lines)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(Wire.read(line, Map.class))
                        .containsKeys("timestamp", "level", "loggerName", "message"));
    }

    private static Path log() {
        return RunningHone.OUT.resolve("app.log");
    }

    private static String since(long before) throws IOException {
        byte[] all = Files.readAllBytes(log());
        return new String(all, (int) before, all.length - (int) before, java.nio.charset.StandardCharsets.UTF_8);
    }
}
