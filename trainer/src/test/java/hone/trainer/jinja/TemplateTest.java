package hone.trainer.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What templates may not do, what is said of it, and what is known of their text. What they write is among the goldens. */
class TemplateTest {
    private static final ZonedDateTime NOW = ZonedDateTime.parse("2026-03-05T07:08:09Z");

    @Test
    void everyCharacterIsKnownToBeTheTemplatesOrSomebodys() {
        Text text = rendered("[{{ x }}]", "x", "data");

        assertThat(shown(text)).isEqualTo("[ «data» ]");
    }

    /** However it is turned over: whoever hides a mark in a message must not get it past one of these. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '€',
            value = {
                "{{ '<' ~ x ~ '>' }} § < «ab ab» >",
                "{{ (x + '!') | upper | trim }} § «AB AB» !",
                "{{ x.split(' ') | join('-') }} § «ab» - «ab»",
                "{{ x[1:4] }} § «b a»",
                "{{ x.replace('a', 'A') }} § A «b » A «b»",
                "{{ ('-' + x) | replace('-', x) }} § «ab abab ab»",
                "{{ '%s!' | format(x) }} § «ab ab» !",
                "{{ '{}!'.format(x) }} § «ab ab» !",
                "{{ {'k': x} | tojson }} § «{\"k\": \"ab ab\"}»",
                "{{ [x, 'c'] }} § [ «'ab ab'» , 'c']",
                "{% set y %}({{ x }}){% endset %}{{ y }} § ( «ab ab» )",
                "{% macro m(z) %}<{{ z }}>{% endmacro %}{{ m(x) }} § < «ab ab» >",
                "{% filter title %}so {{ x }}{% endfilter %} § So  «Ab Ab»",
                "{% for c in x %}{{ c }},{% endfor %} § «a» , «b» , « » , «a» , «b» ,",
                "{{ x | first }}{{ 'q' | last }} § «a» q",
                "{{ x * 2 }} § «ab abab ab»",
                "{{ x | indent(1, true) }} §   «ab ab»",
                "{{ 'a' if x == 'ab ab' else 'b' }} § a",
            })
    void noOperationForgetsWhereACharacterCameFrom(String template, String shown) {
        assertThat(shown(rendered(template, "x", "ab ab")).strip()).isEqualTo(shown.strip());
    }

    @Test
    void generationMarksAreFoundWhereverTheyStand() {
        Text text = rendered(
                "{% macro turn(t) %}A:{% generation %}{{ t }}.{% endgeneration %}\n{% endmacro %}{{ turn(x) }}{{ turn('y') }}",
                "x", "hé🙂");

        assertThat(text.generated().stream()
                        .map(span -> text.value().substring(span[0], span[1]))
                        .toList())
                .containsExactly("hé🙂.", "y.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '€',
            value = {
                "a\\n{% if x %} § 2 § SYNTAX § endif",
                "{{ x § 1 § SYNTAX § no end",
                "\\n\\n{{ x | shout }} § 3 § SYNTAX § no filter 'shout'",
                "{{ x is loud }} § 1 § SYNTAX § no test 'loud'",
                "{% include 'other' %} § 1 § SYNTAX § can't use 'include'",
                "{% import 'other' as o %} § 1 § SYNTAX § can't use 'import'",
                "{% endfor %} § 1 § SYNTAX § no block 'endfor'",
                "{% break %} § 1 § SYNTAX § outside of a loop",
                "{{ 'abc }} § 1 § SYNTAX § string has no end",
                "{# abc § 1 § SYNTAX § comment has no end",
                "{{ 1 + }} § 1 § SYNTAX § where a value should be",
                "{{ (1 }} § 1 § SYNTAX § ",
                "{% set none = 1 %} § 1 § SYNTAX § Nothing can be assigned",
                "\\n{{ nobody.name }} § 2 § FAILED § 'nobody' is undefined",
                "{{ x.name.more }} § 1 § FAILED § 'str object' has no attribute 'name'",
                "{{ x + 1 }} § 1 § FAILED § a string and an int",
                "{{ [1].append(2) }} § 1 § FAILED § can't change",
                "{{ 1 / 0 }} § 1 § FAILED § division by zero",
                "{{ 9223372036854775807 + 1 }} § 1 § FAILED § too large",
                "{{ x() }} § 1 § FAILED § can't be called",
                "{{ ''.join([1]) }} § 1 § FAILED § a string is needed",
                "{{ x.__class__.mro() }} § 1 § FAILED § __class__",
                "{{ x.getClass() }} § 1 § FAILED § getClass",
                "{% if true %}\\n{{ raise_exception('No ' ~ x) }}{% endif %} § 2 § RAISED § No abc",
            })
    void whatFailsSaysInWhichLineAndWhy(String template, int line, TemplateError.Cause why, String message) {
        assertThatThrownBy(() -> rendered(template.replace("\\n", "\n"), "x", "abc"))
                .isInstanceOfSatisfying(TemplateError.class, error -> {
                    assertThat(error.why()).isEqualTo(why);
                    assertThat(error.line()).isEqualTo(line);
                    assertThat(error.message()).contains(message == null ? "" : message);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
                "{% set ns = namespace(t='x' * 100000) %}{% for a in range(99999) %}{% set ns.t = ns.t + ns.t %}{% endfor %}",
                "{{ 'x' * 999999999999 }}",
                "{{ [0] * 999999999 }}",
                "{{ range(100000000) }}",
                "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
                "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
                "{{ '%0999999d' % 1 }}{{ '%0999999999d' % 1 }}",
                "{{ x | center(999999999) }}",
                "{{ x | indent(999999999) }}",
                "{{ 'x'.ljust(999999999) }}",
                "{{ '' | replace('', 'x' * 9999999) | replace('', 'x' * 9999999) }}",
                "{{ [1, 2] | batch(999999999, 0) | list }}",
                "{{ [1, 2] | slice(999999999) | list }}",
            })
    void whatWouldTakeTooMuchIsEnded(String template) {
        assertThatThrownBy(() -> rendered(template, "x", "abc"))
                .isInstanceOfSatisfying(
                        TemplateError.class, error -> assertThat(error.why()).isEqualTo(TemplateError.Cause.LIMIT));
    }

    @Test
    void deepNestingIsEndedBeforeTheStackIs() {
        for (String template : List.of(
                "{{ " + "(".repeat(20_000) + "1" + ")".repeat(20_000) + " }}",
                "{{ " + "[".repeat(20_000),
                "{{ " + "not ".repeat(50_000) + "x }}",
                "{{ " + "-".repeat(50_000) + "1 }}",
                "{{ x" + " + x".repeat(50_000) + " }}",
                "{{ x" + " | upper".repeat(20_000) + " }}",
                "{{ x" + ".a".repeat(50_000) + " }}",
                "{% if x %}".repeat(10_000),
                "{% for a in x %}".repeat(5_000) + "{% endfor %}".repeat(5_000))) {
            assertThatThrownBy(() -> rendered(template, "x", "abc")).isInstanceOf(TemplateError.class);
        }
    }

    @Test
    void theTimeIsWrittenAsStrftimeDoes() {
        assertThat(rendered("{{ strftime_now('%d %b %Y, %A %-d %B %H:%M:%S %y %m %j %I%p %%') }}", "x", "")
                        .value())
                .isEqualTo("05 Mar 2026, Thursday 5 March 07:08:09 26 03 064 07AM %");
    }

    @Test
    void whatATemplateMentionsIsKnownBeforeItIsRendered() {
        Template template = Template.parse("{% for m in messages if m.x is defined %}{{ m[tools] }}{% endfor %}");

        assertThat(template.mentions("tools")).isTrue();
        assertThat(template.mentions("enable_thinking")).isFalse();
    }

    private static Text rendered(String template, String name, String data) {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put(name, Text.given(data));
        return Template.parse(template).render(variables, NOW);
    }

    /** Data in guillemets. */
    private static String shown(Text text) {
        return text.runs().stream()
                .map(run -> {
                    String part = text.value().substring(run.start(), run.end());
                    return run.isData() ? "«" + part + "»" : part;
                })
                .collect(Collectors.joining(" "));
    }
}
