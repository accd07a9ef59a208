package hone.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The demo works with the pages that people use, so a page that changes breaks it: its program is run against them. */
@InTheBrowser
class DemoAdminIT {
    @Test
    void theDemosAdminGetsPromptsAndStepsInThroughThePages(RunningHone hone) throws IOException, InterruptedException {
        Path bench = RunningHone.root().resolve("src/bench/target");
        Assumptions.assumeTrue(
                Files.exists(bench.resolve("bench.classpath")), "the bench is not built: its admin was not tried");
        Workplace place = Workplace.with(hone, 1);

        Process admin = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        bench.resolve("classes") + ":" + Files.readString(bench.resolve("bench.classpath")),
                        "hone.bench.demo.ImportByAdmin",
                        hone.at("/"),
                        place.slug())
                .redirectErrorStream(true)
                .start();
        String said = new String(admin.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(admin.waitFor()).as(said).isZero();
        assertThat(hone.database()
                        .number(
                                "select count(*) from prompt t join project p on p.id = t.project_id where p.slug = ?",
                                place.slug()))
                .isEqualTo(2);
        assertThat(hone.database()
                        .number(
                                "select count(*) from stage_setting t join project p on p.id = t.project_id where p.slug = ?"
                                        + " and t.stage = 'ppo' and t.taken and t.recipe -> 'verifier' ->> 'kind' = 'first-of'",
                                place.slug()))
                .as("the recipe that the demo types over the usual one")
                .isEqualTo(1);
    }
}
