package hone.web;

import static org.assertj.core.api.Assertions.assertThat;

import hone.Servers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What COPY sends in its binary form is read as what stands there, of every type that exports read. */
@QuarkusTest
@WithTestResource(Servers.class)
class CopiedCellsTest {
    @Inject
    SqlSnapshots snapshots;

    @Test
    void cellsOfEveryTypeAreReadAsTheyStand() {
        List<Object> cells = new ArrayList<>();
        try (SqlSnapshot snapshot = snapshots.open()) {
            snapshot.each(
                    """
                    select 1::smallint, -2, 9000000000, null::bigint, 0.25::float8, null::float8, true, null::boolean,
                      'Grüße, 家'::text, null::text, '{"a": [1, "ü"]}'::jsonb, null::jsonb,
                      '018f4f5e-7b2a-7c3d-8e4f-0123456789ab'::uuid, null::uuid,
                      '2026-11-28T22:30:01.000123Z'::timestamptz, '1999-12-31T23:59:59Z'::timestamptz, null::timestamptz,
                      array['x', 'ÿ'], array[]::text[], array['018f4f5e-7b2a-7c3d-8e4f-0123456789ab'::uuid]""",
                    c -> cells.addAll(List.of(
                            c.number(),
                            c.number(),
                            c.number(),
                            c.maybeNumber(),
                            c.maybeReal(),
                            c.maybeReal(),
                            c.maybeFlag(),
                            c.maybeFlag(),
                            c.text(),
                            c.maybeText(),
                            c.json(),
                            c.maybeJson(),
                            c.id(),
                            c.maybeId(),
                            c.time(),
                            c.time(),
                            c.maybeTime(),
                            c.texts(),
                            c.texts(),
                            c.ids())));
        }

        UUID id = UUID.fromString("018f4f5e-7b2a-7c3d-8e4f-0123456789ab");
        assertThat(cells)
                .containsExactly(
                        1L,
                        -2L,
                        9_000_000_000L,
                        Optional.empty(),
                        Optional.of(0.25),
                        Optional.empty(),
                        Optional.of(true),
                        Optional.empty(),
                        "Grüße, 家",
                        Optional.empty(),
                        "{\"a\": [1, \"ü\"]}",
                        Optional.empty(),
                        id,
                        Optional.empty(),
                        Instant.parse("2026-11-28T22:30:01.000123Z"),
                        Instant.parse("1999-12-31T23:59:59Z"),
                        Optional.empty(),
                        List.of("x", "ÿ"),
                        List.of(),
                        List.of(id));
    }

    @Test
    void noRowsAndManyRowsAreReadToTheirEndAndOtherStatementsFollow() {
        try (SqlSnapshot snapshot = snapshots.open()) {
            List<Long> numbers = new ArrayList<>();
            snapshot.each("select 1 where false", c -> numbers.add(c.number()));
            assertThat(numbers).isEmpty();
            snapshot.each("select n from generate_series(1, 5000) n", c -> numbers.add(c.number()));
            assertThat(numbers).hasSize(5_000).startsWith(1L).endsWith(5_000L);
            assertThat(snapshot.list("select 7 as n", c -> c.number("n"))).containsExactly(7L);
        }
    }
}
