package hone.work;

import static hone.work.Handed.handed;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hone.Forms;
import hone.Servers;
import hone.project.Project;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Slow pages of admins, more than there are connections, while somebody labels. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(
        user = "ada",
        roles = {"admin", "labeler"})
class RoomForWorkTest {
    private static final int SLOW_PAGES = 40;
    private static final String WAITING = "select count(*) from pg_locks where not granted";

    @Inject
    Bench bench;

    @Test
    void labelersAreHandedWorkAndStoreItWhileEveryOtherPageHangs() throws Exception {
        Project project = bench.project(1, "ada");
        bench.prompt(project, "Two", "one", "two");
        String imports = "/p/" + project.slug + "/imports";
        List<Future<Integer>> slow = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            QuarkusTransaction.requiringNew().timeout(60).run(() -> {
                bench.list("select 1 from import_batch limit 1");
                bench.execute("lock table import_batch in access exclusive mode");
                for (int i = 0; i < SLOW_PAGES; i++) {
                    slow.add(threads.submit(() -> given().get(imports).statusCode()));
                }
                await().until(() -> ((Number) bench.one(WAITING)).intValue() >= 10);

                String work = handed(project, "comparison");
                assertThat(Forms.post(work, work, Map.of("choice", "a1")).statusCode())
                        .isEqualTo(303);
            });
            for (Future<Integer> page : slow) {
                assertThat(page.get()).isEqualTo(200);
            }
        }
    }
}
