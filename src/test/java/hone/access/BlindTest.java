package hone.access;

import static org.assertj.core.api.Assertions.assertThat;

import hone.Servers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Whoever may still judge a task learns nothing of it elsewhere: no answer, no model beside its prompt, nothing that somebody
 * else decided. Looked for on every page and in every JSON, so that a new page can't be forgotten.
 */
@QuarkusTest
@WithTestResource(Servers.class)
class BlindTest {
    @Inject
    BlindWorld world;

    @Test
    @TestSecurity(user = "lena", roles = "labeler")
    void aLabelerLearnsNothingOfTasksThatTheyMayStillJudge() {
        assertThat(told(world.plant("lena"))).isEmpty();
    }

    @Test
    @TestSecurity(
            user = "ravi",
            roles = {"labeler", "reviewer"})
    void whoReviewsAndLabelsLearnsNothingEither() {
        assertThat(told(world.plant("ravi"))).isEmpty();
    }

    @Test
    @TestSecurity(
            user = "adam",
            roles = {"labeler", "reviewer", "admin"})
    void noMoreDoesAnAdminWhoLabelsInTheProject() {
        assertThat(told(world.plant("adam"))).isEmpty();
    }

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void whoIsHandedNoWorkSeesItAllSoTheSearchFindsWhatIsThere() {
        BlindWorld.Planted planted = world.plant("lena");

        String all = String.join("\n", told(planted));

        assertThat(planted.answers()).allSatisfy(text -> assertThat(all).contains(text));
        assertThat(planted.decided()).allSatisfy(text -> assertThat(all).contains(text));
        assertThat(all).contains("names the model");
    }

    @Test
    @TestSecurity(
            user = "ravi",
            roles = {"labeler", "reviewer"})
    void aReviewerSeesItOnceTheirOwnJudgmentIsSettled() {
        BlindWorld.Planted planted = world.plant("ravi");
        String page = "/p/" + planted.project().slug + "/tasks/" + planted.held();
        String why = planted.decided().getFirst();
        assertThat(page(page)).contains("hidden from you").doesNotContain(why);

        world.settle(planted, "ravi");

        assertThat(page(page)).contains(why, planted.model(), "Lineage");
        assertThat(page(page + "/lineage")).contains(planted.model());
    }

    /** Every address of the list that there is a page for, and every page that there is an address for. */
    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void theSearchLooksAtEveryPageThatALabelerOrReviewerMayOpen() {
        BlindWorld.Planted planted = world.plant("lena");
        Map<String, String> readers = AccessTest.answersSeen();

        List<String> unseen = readers.keySet().stream()
                .filter(template -> planted.pages().stream().noneMatch(address -> matches(address, template)))
                .toList();

        assertThat(readers).hasSizeGreaterThan(25).containsValues("own", "settled", "none");
        assertThat(unseen)
                .as(
                        "pages that tell of no task: the list of keys, a guideline's texts, a round's numbers, ways to other pages")
                .containsExactlyInAnyOrder(
                        "/api/v1/projects/{slug}/guidelines/{kind}/versions/{number}",
                        "/keys",
                        "/p/{slug}/guidelines/{kind}/history",
                        "/p/{slug}/guidelines/{kind}/versions/{number}",
                        "/p/{slug}/rounds/{number}",
                        "/p/{slug}/rounds/{number}/live");
    }

    private static List<String> told(BlindWorld.Planted planted) {
        List<String> told = new ArrayList<>();
        for (String address : planted.pages()) {
            String page = page(address);
            boolean own = AccessTest.answersSeen().entrySet().stream()
                    .anyMatch(row -> row.getValue().equals("own") && matches(address, row.getKey()));
            List<String> texts = new ArrayList<>(planted.decided());
            if (!own) {
                texts.addAll(planted.answers());
            }
            texts.stream().filter(page::contains).forEach(text -> told.add(address + " tells " + text));
            boolean about = planted.prompts().stream().anyMatch(page::contains)
                    || page.contains(planted.held().toString())
                    || page.contains(planted.coming().toString());
            if (about
                    && Pattern.compile(Pattern.quote(planted.model()))
                            .matcher(page)
                            .find()) {
                told.add(address + " names the model " + planted.model());
            }
        }
        return told;
    }

    private static boolean matches(String address, String template) {
        return address.replaceAll("\\?.*", "").matches(template.replaceAll("\\{\\w+}", "[^/]+"));
    }

    private static String page(String address) {
        return Requests.from("/home")
                .send(new Endpoint("GET", address), address)
                .body();
    }
}
