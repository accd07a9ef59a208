package hone.trainer.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A few lines of a stranger's template can ask for more work than a machine does in a year: each is refused for what it goes through. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TemplateLimitsTest {
    private static final ZonedDateTime NOW = ZonedDateTime.parse("2026-03-05T07:08:09Z");

    /** A twelfth of the usual steps, so that the test takes as much less. */
    private static final Budget.Limits LIMITS = new Budget.Limits(400_000, 1L << 24, 600);

    /** Two lists of 2⁶⁰ items each, in sixty small ones. */
    private static final String TWICE = """
            {%- set ns = namespace(a=[1], b=[1]) -%}
            {%- for i in range(60) -%}{%- set ns.a = [ns.a, ns.a] -%}{%- set ns.b = [ns.b, ns.b] -%}{%- endfor -%}
            """;

    private static final String TUPLES = """
            {%- set ns = namespace(a=(1,)) -%}
            {%- for i in range(60) -%}{%- set ns.a = (ns.a, ns.a) -%}{%- endfor -%}
            """;

    /** 2²⁰ times the letter a. */
    private static final String LONG = """
            {%- set ns = namespace(a='a') -%}
            {%- for i in range(20) -%}{%- set ns.a = ns.a + ns.a -%}{%- endfor -%}
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ ns.a }}",
                "{{ ns.a | tojson }}",
                "{{ ns.a == ns.b }}",
                "{{ ns.a < ns.b }}",
                "{{ ns.a in [ns.b] }}",
                "{{ [ns.a].index(ns.b) }}",
                "{{ [ns.a].count(ns.b) }}",
                "{{ ns.a is eq(ns.b) }}",
                "{{ '%s' % [ns.a] }}",
                "{{ '{}'.format(ns.a) }}",
                "{{ 'x' ~ ns.a }}",
                "{{ [ns.a, ns.b] | sort | length }}",
                "{{ [{'k': ns.a}, {'k': ns.b}] | groupby('k') | length }}",
                "{{ [ns.a] | join }}",
                "{% for x in [1, 2] %}{{ loop.changed(ns.a if x == 1 else ns.b) }}{% endfor %}"
            })
    void goingThroughAValueCountsAllOfIt(String use) {
        assertRefused(TWICE + use);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{{ {ns.a: 1} }}", "{{ {1: 1}[ns.a] }}", "{{ {1: 1}.get(ns.a) }}", "{{ [ns.a] | unique | list }}"
            })
    void aKeyIsSmall(String use) {
        assertRefused(TUPLES + use);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // a long text that nearly is in a longer one, at each place
                "{{ (ns.a[:500000] + 'b') in ns.a }}",
                "{{ ns.a.find(ns.a[:500000] + 'b') }}",
                "{{ ns.a.count(ns.a[:500000] + 'b') }}",
                "{{ ns.a.split(ns.a[:500000] + 'b') }}",
                "{{ ns.a.replace(ns.a[:500000] + 'b', '') }}",
                "{{ ns.a.partition(ns.a[:500000] + 'b') }}",
                "{{ ns.a.strip(ns.a[:500000].replace('a', 'b')) }}",
                "{{ ns.a | trim(ns.a[:500000].replace('a', 'b')) }}",
                // many readings of a long text
                "{% for i in range(100000) %}{{ '' if ns.a | upper }}{% endfor %}",
                "{% for i in range(100000) %}{{ '' if ns.a[i] }}{% endfor %}",
                "{% for i in range(100000) %}{{ '' if ns.a[i:i + 1] }}{% endfor %}",
                "{% for i in range(100000) %}{{ '' if ns.a == ns.a + '' }}{% endfor %}",
                "{% for i in range(100000) %}{{ '' if ns.a is lower }}{% endfor %}",
                "{% for i in range(100000) %}{{ '' if ns.a | length }}{% endfor %}",
                "{{ (ns.a.replace('a', '%(')) % {'a': 1} }}"
            })
    void goingThroughATextCountsAllOfIt(String use) {
        assertRefused(LONG + use);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% set l = range(100000) | list %}{% for i in range(100000) %}{{ '' if -1 in l }}{% endfor %}",
                "{% set l = range(100000) | list %}{% for i in range(100000) %}{{ '' if l.copy() }}{% endfor %}",
                "{% set d = dict() %}{% set l = range(100000) | list %}{% for i in l %}{{ '' if l | max }}{% endfor %}"
            })
    void goingThroughAListCountsAllOfIt(String template) {
        assertRefused(template);
    }

    @Test
    void whatIsLongerThanAStackIsDeepIsRefusedWhereverItIsReadFirst() {
        List<String> sources = List.of(
                "{{ " + "1_".repeat(100_000) + "1 }}",
                "{{ " + "1".repeat(200_000) + " }}",
                "{{ 1" + " + 1".repeat(50_000) + " }}",
                "{{ a" + ".a".repeat(100_000) + " }}",
                "{{ a" + "|a".repeat(100_000) + " }}",
                "{% if a %}" + "{% elif a %}".repeat(20_000) + "{% endif %}");
        for (String source : sources) {
            try {
                Template template = Template.parse(source);
                template.mentions("b");
                template.render(Map.of(), NOW, LIMITS);
            } catch (TemplateError refused) {
                assertThat(refused.message()).isNotBlank();
            }
        }
    }

    @Test
    void whatConversationsNeedIsFarWithinTheLimits() {
        String template = """
                {%- for m in messages -%}<|{{ m.role }}|>{{ m.content | trim }}
                {%- if 'tool' in m.content and m.content.split('</think>') | last | length > 3 %}{{ m | tojson }}{% endif -%}
                {%- endfor -%}""";
        Text content = Text.given("A sentence about a tool. ".repeat(400));
        Object message = Map.of(Text.written("role"), Text.written("user"), Text.written("content"), content);
        Text rendered = Template.parse(template).render(Map.of("messages", Collections.nCopies(200, message)), NOW);
        assertThat(rendered.value().length()).isGreaterThan(200 * 2 * 9_000);
    }

    private static void assertRefused(String template) {
        Template parsed = Template.parse(template);
        assertThatThrownBy(() -> parsed.render(Map.of(), NOW, LIMITS))
                .isInstanceOfSatisfying(
                        TemplateError.class,
                        refused -> assertThat(refused.why()).isEqualTo(TemplateError.Cause.LIMIT));
    }
}
