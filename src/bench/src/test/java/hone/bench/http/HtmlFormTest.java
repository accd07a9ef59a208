package hone.bench.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class HtmlFormTest {
    private static final Page PAGE = new Page(URI.create("http://localhost:8080/work/7"), 200, """
            <form id="prefs" method="post" action="/preferences"><input name="theme" value="dark"></form>
            <form id="judgment" method="post" action="submit?draft=no">
              <input type="hidden" name="csrf-token" value="a&amp;b">
              <input type="radio" name="choice" value="a3"> <input type="radio" name="choice" value="b3" checked>
              <input type="checkbox" name="rule" value="K1"> <input type="checkbox" name="rule" value="K2" checked>
              <textarea name="why">
            two words</textarea>
              <select name="reason"><option value="x">X</option><option value="y" selected>Y</option></select>
              <input name="gone" value="1" disabled>
              <button name="next" value="1">Submit</button>
            </form>
            <input type="checkbox" name="rule" value="K3" form="judgment" checked>
            """);

    @Test
    void sendsWhatABrowserWouldSend() {
        HtmlForm form = PAGE.formWith("choice").orElseThrow();

        assertThat(form.action()).isEqualTo(URI.create("http://localhost:8080/work/submit?draft=no"));
        assertThat(form.method()).isEqualTo("post");
        assertThat(form.encoded()).isEqualTo("csrf-token=a%26b&choice=b3&rule=K2&why=two+words&reason=y&rule=K3");
    }

    @Test
    void aFilledFieldReplacesWhatStoodThere() {
        HtmlForm form =
                PAGE.form("#judgment").orElseThrow().with("choice", "a3").with("why", "ä = é");

        assertThat(form.encoded())
                .isEqualTo("csrf-token=a%26b&rule=K2&reason=y&rule=K3&choice=a3&why=%C3%A4+%3D+%C3%A9");
    }

    @Test
    void aFormIsFoundByAFieldOfIts() {
        assertThat(PAGE.formWith("theme").orElseThrow().action())
                .isEqualTo(URI.create("http://localhost:8080/preferences"));
        assertThat(PAGE.formWith("nothing")).isEmpty();
    }
}
