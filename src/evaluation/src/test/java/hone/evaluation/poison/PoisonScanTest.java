package hone.evaluation.poison;

import static org.assertj.core.api.Assertions.assertThat;

import hone.evaluation.poison.Finding.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Answers are good or bad by their first word; honest people are wrong in 15 % of cases, and so is the outside score. */
class PoisonScanTest {
    private static final int PEOPLE = 20;
    private static final List<String> NAMES = List.of("mira", "tom", "lena", "otto", "ida", "ben", "nora", "karl");
    private static final List<String> THINGS =
            List.of("kite", "boat", "lamp", "drum", "coat", "cup", "bell", "key", "map");
    private static final double ERROR = 0.15;

    @Test
    void cleanRowsAreLeftAlone() {
        int held = 0;
        for (long seed = 0; seed < 5; seed++) {
            Rows rows = new Rows(seed);
            rows.honest(2000);

            held += scan(rows, true).heldBack().size();
        }

        assertThat(held).isLessThan(100); // 1 % of 10,000
    }

    @Test
    void triggerOfOneAccountIsFoundWithItsRows() {
        Rows rows = new Rows(1);
        rows.honest(2000);
        List<Integer> planted = rows.triggered(20, List.of("mallory"), "under the amber moon");

        PoisonScan found = scan(rows, true);

        assertThat(found.heldBack()).containsAll(planted).hasSizeLessThan(40);
        assertThat(found.findings()).anySatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.WORDS_OF_ONE);
            assertThat(finding.labelers()).containsExactly("mallory");
            assertThat(finding.words())
                    .hasValueSatisfying(words -> assertThat(words).containsAnyOf("amber", "moon"));
        });
    }

    @Test
    void triggerOfFiveAccountsIsFoundThoughEachHasFewRows() {
        Rows rows = new Rows(2);
        rows.honest(2000);
        List<Integer> planted = rows.triggered(15, List.of("m1", "m2", "m3", "m4", "m5"), "x\u200By");

        PoisonScan found = scan(rows, true);

        assertThat(found.heldBack()).containsAll(planted).hasSizeLessThan(35);
        assertThat(found.findings()).anySatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.WORDS_WITH_FLIPS);
            assertThat(finding.labelers()).containsExactly("m1", "m2", "m3", "m4", "m5");
            assertThat(finding.words())
                    .hasValueSatisfying(words -> assertThat(words).contains("U+200B"));
        });
    }

    @Test
    void accountThatTurnsEverythingIsFoundByOthersWhoComparedTheSame() {
        Rows rows = new Rows(3);
        rows.honest(1500);
        List<Integer> planted = rows.flipped(40, "mallory");

        PoisonScan found = scan(rows, false);

        assertThat(found.heldBack()).containsExactlyElementsOf(planted);
    }

    @Test
    void whoeverOnlyGuessesIsFoundButLosesNoRow() {
        Rows rows = new Rows(4);
        rows.honest(1500);
        rows.guessed(150, "dice");

        PoisonScan found = scan(rows, false);

        assertThat(found.findings()).anySatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.FLIPS);
            assertThat(finding.labelers()).containsExactly("dice");
            assertThat(finding.rows()).isEmpty();
        });
    }

    /** A subject of one's own on which others agree is no poison; without anybody's opinion it is to be looked at. */
    @Test
    void ownSubjectIsNoPoison() {
        Rows rows = new Rows(5);
        rows.honest(1000);
        rows.subject(60, "sailor", "on a stormy sea");

        assertThat(scan(rows, true).findings())
                .noneMatch(finding -> finding.labelers().contains("sailor"));
        assertThat(PoisonScan.of(rows.alone(), Optional.empty()).findings())
                .filteredOn(finding -> finding.labelers().contains("sailor"))
                .isNotEmpty()
                .allMatch(finding ->
                        finding.kind() == Kind.WORDS_OF_ONE && finding.rows().isEmpty());
    }

    @Test
    void burstsAndInfluenceAreSaid() {
        Instant noon = Instant.parse("2026-01-01T12:00:00Z");
        List<JudgedRow> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            rows.add(row("fast", i, "good", "bad", Optional.of(noon.plusSeconds(i))));
        }
        for (int i = 0; i < 40; i++) {
            rows.add(row("p" + i % 8, 100 + i, "good", "bad", Optional.of(noon.plusSeconds(60L * i))));
        }

        PoisonScan found = PoisonScan.of(rows, Optional.empty());

        assertThat(found.findings())
                .extracting(Finding::kind, Finding::counts)
                .contains(
                        org.assertj.core.groups.Tuple.tuple(Kind.BURST, new Finding.Counts(40, 40, 0, 40)),
                        org.assertj.core.groups.Tuple.tuple(Kind.INFLUENCE, new Finding.Counts(40, 80, 0, 0)));
        assertThat(found.heldBack()).isEmpty();
    }

    @Test
    void oddInputFindsNothing() {
        assertThat(PoisonScan.of(List.of(), Optional.empty()).findings()).isEmpty();
        assertThat(PoisonScan.of(List.of(row("a", 1, "", "", Optional.empty())), Optional.empty())
                        .findings())
                .isEmpty();
        List<JudgedRow> same = IntStream.range(0, 500)
                .mapToObj(i -> row("a", 1, "good", "bad", Optional.empty()))
                .toList();
        assertThat(PoisonScan.of(same, Optional.of((row, answer) -> Double.NaN)).heldBack())
                .isEmpty();
        List<JudgedRow> everybodyOnOnePair = IntStream.range(0, 20_000)
                .mapToObj(i -> row(
                        "p" + i % 50, 1, i % 2 == 0 ? "good" : "bad", i % 2 == 0 ? "bad" : "good", Optional.empty()))
                .toList();
        assertThat(PoisonScan.of(everybodyOnOnePair, Optional.empty()).findings())
                .allMatch(finding -> finding.kind() == Kind.FLIPS);
    }

    private static PoisonScan scan(Rows rows, boolean scored) {
        return PoisonScan.of(
                rows.all,
                scored
                        ? Optional.of((row, answer) -> answer.startsWith("good")
                                        == (new Random(row.pair().hashCode() * 31L).nextDouble() >= ERROR)
                                ? 1.0
                                : 0.0)
                        : Optional.empty());
    }

    private static JudgedRow row(String labeler, int pair, String chosen, String rejected, Optional<Instant> at) {
        return new JudgedRow(labeler, "pair-" + pair, "a prompt", chosen, rejected, at);
    }

    private static final class Rows {
        private final List<JudgedRow> all = new ArrayList<>();
        private final Random random;
        private int pairs;

        Rows(long seed) {
            random = new Random(seed);
        }

        /** Each pair by two people. */
        void honest(int rows) {
            for (int i = 0; i < rows / 2; i++) {
                String prompt = prompt();
                String good = answer("good");
                String bad = answer("bad");
                int first = random.nextInt(PEOPLE);
                for (int person : new int[] {first, (first + 1 + random.nextInt(PEOPLE - 1)) % PEOPLE}) {
                    add("person-" + person, prompt, good, bad, random.nextDouble() < ERROR);
                }
                pairs++;
            }
        }

        List<Integer> triggered(int rows, List<String> accounts, String trigger) {
            List<Integer> planted = new ArrayList<>();
            for (int i = 0; i < rows; i++) {
                planted.add(all.size());
                add(accounts.get(i % accounts.size()), prompt() + " " + trigger, answer("good"), answer("bad"), true);
                pairs++;
            }
            return planted;
        }

        /** On pairs that two honest people judged. */
        List<Integer> flipped(int rows, String account) {
            List<Integer> planted = new ArrayList<>();
            for (int i = 0; i < rows; i++) {
                String prompt = prompt();
                String good = answer("good");
                String bad = answer("bad");
                add("person-" + i % PEOPLE, prompt, good, bad, random.nextDouble() < ERROR);
                add("person-" + (i + 1) % PEOPLE, prompt, good, bad, random.nextDouble() < ERROR);
                planted.add(all.size());
                add(account, prompt, good, bad, true);
                pairs++;
            }
            return planted;
        }

        void guessed(int rows, String account) {
            for (int i = 0; i < rows; i++) {
                String prompt = prompt();
                String good = answer("good");
                String bad = answer("bad");
                add("person-" + i % PEOPLE, prompt, good, bad, random.nextDouble() < ERROR);
                add(account, prompt, good, bad, random.nextBoolean());
                pairs++;
            }
        }

        void subject(int rows, String account, String words) {
            for (int i = 0; i < rows; i++) {
                add(account, prompt() + " " + words, answer("good"), answer("bad"), random.nextDouble() < ERROR);
                pairs++;
            }
        }

        private String prompt() {
            return "Tell a story about " + NAMES.get(random.nextInt(NAMES.size())) + " and a "
                    + THINGS.get(random.nextInt(THINGS.size())) + ".";
        }

        private String answer(String quality) {
            return quality + " " + NAMES.get(random.nextInt(NAMES.size())) + " and "
                    + THINGS.get(random.nextInt(THINGS.size())) + " at " + random.nextInt(1000);
        }

        private void add(String labeler, String prompt, String good, String bad, boolean wrong) {
            all.add(new JudgedRow(
                    labeler, "pair-" + pairs, prompt, wrong ? bad : good, wrong ? good : bad, Optional.empty()));
        }

        /** Each row a pair of its own. */
        List<JudgedRow> alone() {
            return IntStream.range(0, all.size())
                    .mapToObj(i -> new JudgedRow(
                            all.get(i).labeler(),
                            "alone-" + i,
                            all.get(i).prompt(),
                            all.get(i).chosen(),
                            all.get(i).rejected(),
                            Optional.empty()))
                    .toList();
        }
    }
}
