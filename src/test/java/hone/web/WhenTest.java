package hone.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.CircleRows;
import hone.Servers;
import hone.project.Project;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class WhenTest {
    @Inject
    CircleRows rows;

    @Inject
    Sql sql;

    /** Worked out by hand: Tokyo is nine hours ahead, New York five behind in winter and four in summer. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-01-05T20:30:00Z|UTC|ENGLISH|5 Jan 2026, 20:30 UTC",
                "2026-01-05T20:30:00Z|Asia/Tokyo|ENGLISH|6 Jan 2026, 05:30",
                "2026-01-05T04:30:00Z|America/New_York|ENGLISH|4 Jan 2026, 23:30",
                "2026-07-05T04:30:00Z|America/New_York|ENGLISH|5 Jul 2026, 00:30",
                "2026-01-05T20:30:00Z|UTC|GERMAN|5. Jan. 2026, 20:30 UTC",
                "2026-12-05T20:30:00Z|Europe/Berlin|GERMAN|5. Dez. 2026, 21:30",
                "2026-01-05T20:30:00Z|Europe/Madrid|SPANISH|5 ene 2026, 21:30",
            })
    void datesAreByTheReadersClockAndInTheirLanguage(Instant at, String zone, Language language, String read) {
        assertThat(When.dateAndTime(at, ZoneId.of(zone), language)).isEqualTo(read);
    }

    @Test
    void whateverPageTellsATimeTellsItInOneFormAndByTheReadersClock() {
        Project project = rows.project();
        QuarkusTransaction.requiringNew().run(() -> {
            Instant at = Instant.parse("2026-01-05T20:30:00Z");
            sql.run("update model_version set created_at = ? where id = ?", at, rows.base(project).id);
            sql.run("update current_model set made_at = ? where project_id = ?", at, project.id);
        });
        String model = "/p/" + project.slug + "/models/base-" + project.slug;

        assertThat(given().accept("text/html").get(model).asString())
                .contains("made 5 Jan 2026, 20:30 UTC", ">5 Jan 2026, 20:30 UTC</time>");
        assertThat(given().accept("text/html")
                        .cookie("hone-zone", "Asia%2FTokyo")
                        .get(model)
                        .asString())
                .contains("made 6 Jan 2026, 05:30", ">6 Jan 2026, 05:30</time>")
                .doesNotContain("UTC");
    }
}
