package hone.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import hone.bench.http.Page;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;

class WorkPageTest {
    private static final String ID = "0199d3a0-0000-7000-8000-000000000001";

    private static Page page(String body) {
        return new Page(URI.create("http://localhost:8080/work/" + ID), 200, body);
    }

    @Test
    void readsTheQuestionAndTheAnswersInTheirPresentedOrderAsTheyWereWritten() throws IOException {
        WorkPage work = WorkPage.in(page("""
                        <main data-kind="comparison">
                          <form id="judgment" method="post" action="/work/%s" data-assignment="%s">
                            <input type="hidden" name="csrf-token" value="x">
                            <div class="turn"><div class="prose"><p>What is 1 + 1?</p></div></div>
                            <div class="turn asked"><div class="prose"><p>What is 27 + 35?</p></div></div>
                            <article class="answer"><div class="prose"><p>62 &amp; more</p></div><pre class="code raw">62
                        &amp; more</pre></article>
                            <article class="answer"><div class="prose"><p>61</p></div><pre class="code raw">61</pre></article>
                            <input type="radio" name="choice" value="a3">
                          </form>
                        </main>
                        """.formatted(ID, ID))).orElseThrow();

        assertThat(work.assignmentId()).isEqualTo(ID);
        assertThat(work.kind()).isEqualTo("comparison");
        assertThat(work.prompt()).isEqualTo("What is 27 + 35?");
        assertThat(work.answers()).containsExactly("62\n& more", "61");
        assertThat(work.form().with("choice", "a3").encoded()).isEqualTo("csrf-token=x&choice=a3");
    }

    @Test
    void aPageWithoutWorkHoldsNone() throws IOException {
        assertThat(WorkPage.in(page("<main><h1>Nothing to compare</h1></main>")))
                .isEmpty();
    }
}
