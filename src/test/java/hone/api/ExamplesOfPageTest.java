package hone.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hone.CircleRows;
import hone.Servers;
import hone.project.Project;
import hone.token.Scope;
import hone.token.Tokens;
import hone.web.Described;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody copies from the page about the API does what the page says, from the first block to the last. */
@QuarkusTest
@WithTestResource(Servers.class)
class ExamplesOfPageTest {
    private static final Pattern CODE =
            Pattern.compile("<pre class=\"code\"[^>]*><code>(.*?)</code></pre>", Pattern.DOTALL);

    @Inject
    CircleRows rows;

    @Inject
    Tokens tokens;

    @TempDir
    Path folder;

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void everyExampleWorksWhenItIsPasted() throws Exception {
        for (String program : List.of("bash", "curl", "jq")) {
            assumeTrue(isThere(program), program + " is not installed");
        }
        Project project = rows.project();
        rows.labeler("ada", project);
        rows.guidelines(project, "comparison");
        rows.demonstrated(
                project, rows.labeler("lena", project), rows.prompt(project, "Tell of a boat."), "It sailed.");
        String token = tokens.of(Scope.all().stream().map(Described::name).toArray(String[]::new));

        List<String> blocks = CODE.matcher(given().get("/developers").asString())
                .results()
                .map(block -> block.group(1))
                .map(ExamplesOfPageTest::asCopied)
                .toList();

        assertThat(blocks).hasSizeGreaterThan(8);
        assertThat(blocks.getFirst()).contains("export HONE_TOKEN=hone_", "export HONE=", "export PROJECT=");
        String variables = blocks.getFirst()
                .replaceFirst("hone_…", token)
                .replaceFirst("/projects/\\S+", "/projects/" + project.slug);
        for (String block : blocks.subList(1, blocks.size())) {
            String said = run(variables + "\n" + block);
            assertThat(said).as(block).doesNotContain("about:blank");
        }
        assertThat(folder.resolve("dataset.zip")).isNotEmptyFile();
        assertThat(folder.resolve("judgments.jsonl")).content().contains("\"chosen\"");
    }

    private String run(String script) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).as(script + "\n" + said).isZero();
        return said;
    }

    private static boolean isThere(String program) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "command -v " + program)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private static String asCopied(String html) {
        return html.replace("&gt;", ">")
                .replace("&lt;", "<")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }
}
