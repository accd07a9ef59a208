package hone.dataset;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.CircleRows;
import hone.Servers;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Prompts that say nearly the same are never on both sides, and none changes sides when others like it come. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class NearDuplicatesTest {
    private static final int PROMPTS = 40;

    @Inject
    CircleRows rows;

    @Inject
    DatasetFreezer freezer;

    @Inject
    Sql sql;

    @Test
    void nearDuplicatesAreOnOneSideAndStayThere() {
        Project project = rows.project();
        project.heldOutPercent = 50;
        imports(project, "first", i -> "Tell me what the keeper of lighthouse number " + i + " saw that night.");
        // Enough judged ones that the hash puts some on either side.
        for (int i = 0; i < 24; i++) {
            rows.demonstrated(project, rows.labeler("lena"), rows.prompt(project, "Story " + i + "?"), "Once.");
        }
        Map<String, String> before = sides(project);

        imports(project, "second", i -> "TELL ME, what the keeper of lighthouse number " + i + " saw that night!");
        rows.demonstrated(project, rows.labeler("lena"), rows.prompt(project, "Another story?"), "Twice.");
        Map<String, String> after = sides(project);

        assertThat(after).containsAllEntriesOf(before).hasSizeGreaterThanOrEqualTo(2 * PROMPTS);
        assertThat(sql.number("select count(*) from prompt where project_id = ? and anchor_id is not null", project.id))
                .isEqualTo(PROMPTS);
        assertThat(sql.number("""
                        select count(*) from prompt p join prompt a on a.id = p.anchor_id
                        where p.project_id = ? and lower(p.messages::text) not like
                          '%number ' || substring(a.messages::text from 'number ([0-9]+)') || ' %'""", project.id))
                .as("anchors that are about something else")
                .isZero();
        assertThat(sql.number("""
                        with newest as (select id from dataset where project_id = ? order by number desc limit 1)
                        select count(*) from (
                          select coalesce(p.anchor_id, p.id) from dataset_member m join prompt p on p.id = m.prompt_id
                          where m.dataset_id = (select id from newest) group by 1 having count(distinct m.split) > 1) both_sides""", project.id)).isZero();
        assertThat(after.values()).contains("train", "held-out");
    }

    private void imports(Project project, String file, IntFunction<String> prompt) {
        String lines = IntStream.range(0, PROMPTS)
                .mapToObj(i -> "{\"prompt\": \"" + prompt.apply(i) + "\"}")
                .collect(Collectors.joining("\n"));
        given().contentType("application/x-ndjson")
                .body(lines.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .post("/api/projects/" + project.slug + "/import?file=" + file + ".jsonl")
                .then()
                .statusCode(200);
    }

    /** Prompt → side, in a dataset that is frozen now. */
    private Map<String, String> sides(Project project) {
        UUID dataset = freezer.freeze(project, Optional.empty(), Instant.now()).id;
        Map<String, String> sides = new HashMap<>();
        sql.list(
                "select distinct prompt_id, split from dataset_member where dataset_id = ?",
                c -> sides.put(c.id("prompt_id").toString(), c.text("split")),
                dataset);
        return sides;
    }
}
