package hone.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TypedTest {
    @Test
    void whatPostgresCannotHoldIsLeftOut() {
        assertThat(Typed.text("a\0b\r\nc\rd")).isEqualTo("ab\nc\nd");
        assertThat(Typed.text("x\uD83D y")).isEqualTo("x\uFFFD y");
        assertThat(Typed.text("\uD83D\uDE42")).isEqualTo("\uD83D\uDE42");
        assertThat(Typed.text(null)).isEmpty();
        assertThat(Typed.line("  a\n\tb ")).isEqualTo("a b");
    }

    @Test
    void numbersHaveBounds() {
        assertThat(Typed.whole("20", 1, 20)).contains(20);
        assertThat(Typed.whole("21", 1, 20)).isEmpty();
        assertThat(Typed.whole("-1", -5, 20)).isEmpty();
        assertThat(Typed.whole("99999999999999999999", 1, 20)).isEmpty();
        assertThat(Typed.whole("2.5", 1, 20)).isEmpty();
        assertThat(Typed.decimal("0,8", 0, 2)).contains(0.8);
        assertThat(Typed.decimal("NaN", 0, 2)).isEmpty();
        assertThat(Typed.decimal("1e9", 0, 2)).isEmpty();
    }
}
