package hone.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.Servers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "lena", roles = "labeler")
class LocalDayTest {
    /** Kiritimati is 14 hours before UTC; Beirut's day of 29 March 2026 begins at one o'clock, for its clocks skip the hour before. */
    @ParameterizedTest
    @CsvSource({
        "2026-11-24T14:30:00Z, UTC, 2026-11-24T00:00:00Z",
        "2026-11-24T09:59:59Z, Pacific/Kiritimati, 2026-11-23T10:00:00Z",
        "2026-11-24T10:00:00Z, Pacific/Kiritimati, 2026-11-24T10:00:00Z",
        "2026-07-01T03:00:00Z, America/New_York, 2026-06-30T04:00:00Z",
        "2026-03-29T12:00:00Z, Asia/Beirut, 2026-03-28T22:00:00Z",
    })
    void theDayBeginsAtMidnightOfThePersonsClock(Instant now, String zone, Instant start) {
        assertThat(LocalDay.start(now, ZoneId.of(zone))).isEqualTo(start);
    }

    @Test
    void theZoneOfTheBrowserIsTakenAndNamed() {
        assertThat(home("Asia%2FKolkata")).contains("in the time zone Asia/Kolkata");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Mars/Olympus", "%", "%zz", "<b>", "UTC+99"})
    void whatIsNoZoneIsUtc(String cookie) {
        assertThat(home(cookie)).contains("in the time zone UTC");
    }

    private static String home(String zone) {
        return given().cookie("hone-zone", zone).get("/home").asString();
    }
}
