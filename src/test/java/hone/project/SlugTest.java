package hone.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlugTest {
    @Test
    void aNameBecomesAnAddress() {
        assertThat(Slug.of("Kind endings")).isEqualTo("kind-endings");
        assertThat(Slug.of("  Größe & Maß: Nr. 7! ")).isEqualTo("grosse-mass-nr-7");
        assertThat(Slug.of("--")).isEmpty();
        assertThat(Slug.of("日本語")).isEmpty();
        assertThat(Slug.of("x".repeat(59) + " y")).isEqualTo("x".repeat(59));
    }

    @Test
    void onlyThatShapeIsOne() {
        assertThat(Slug.isOne("a-b1")).isTrue();
        assertThat(Slug.isOne("a--b")).isFalse();
        assertThat(Slug.isOne("-a")).isFalse();
        assertThat(Slug.isOne("a\0")).isFalse();
        assertThat(Slug.isOne("")).isFalse();
        assertThat(Slug.isOne("A")).isFalse();
    }
}
