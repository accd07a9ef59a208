package hone.quality;

import hone.evaluation.AgreementChange;
import hone.evaluation.Interval;
import hone.evaluation.Share;
import hone.kind.WorkKind;
import hone.quality.QualityShown.OfSubject;
import hone.quality.QualityShown.People;
import hone.quality.QualityShown.VersionLine;
import hone.quality.QualityShown.WeekLine;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads what is stored of a project's quality, and nothing else. */
@ApplicationScoped
class QualityPages {
    /** People of one kind of work that are shown. */
    private static final int PEOPLE_MAX = 50;

    /** Subjects × (the whole + versions + weeks) are fewer. */
    private static final int ROWS_MAX = 10_000;

    private final Sql sql;

    QualityPages(Sql sql) {
        this.sql = sql;
    }

    private record Computed(Instant at, long judgments, Repeats repeats) {}

    /** Agreement under a version, before it is compared with the one before. */
    private record Under(int number, String note, Instant publishedAt, Agreement agreement) {}

    QualityShown of(UUID project) {
        Optional<Computed> computed = sql.first(
                """
                select computed_at, judgments, repeat_same, repeat_opposite, repeat_tie from quality_computed
                where project_id = ? and computed_at is not null""", c -> new Computed(c.time("computed_at"), c.number("judgments"), Repeats.read(c)), project);
        List<Agreement> byKind = whole(project);
        List<Under> under = under(project);
        List<WeekLine> weeks = weeks(project);
        return new QualityShown(
                computed.map(Computed::at),
                computed.map(Computed::judgments).orElse(0L),
                computed.map(Computed::repeats).orElse(Repeats.NONE),
                byKind,
                byKind.stream()
                        .map(agreement -> ofSubject(agreement.subject(), under, weeks))
                        .filter(subject -> !subject.versions().isEmpty()
                                || !subject.weeks().isEmpty())
                        .toList(),
                people(project));
    }

    /** In the order of kinds, and criteria by name. */
    List<Agreement> whole(UUID project) {
        return sql
                .list(
                        "select %s from quality_measure where project_id = ? and scope = 'project' limit %d"
                                .formatted(Agreement.COLUMNS, ROWS_MAX),
                        Agreement::read,
                        project)
                .stream()
                .sorted(Comparator.comparing(
                        Agreement::subject,
                        Comparator.comparing(Subject::kind)
                                .thenComparing(Subject::form)
                                .thenComparing(Subject::criterion)))
                .toList();
    }

    private List<Under> under(UUID project) {
        return sql.list(
                """
                select v.number, v.note, v.published_at, %s from quality_measure m
                join guideline_version v on v.id = m.guideline_version_id
                where m.project_id = ? and m.scope = 'guideline' order by v.number limit %d""".formatted(Agreement.COLUMNS, ROWS_MAX),
                c -> new Under((int) c.number("number"), c.text("note"), c.time("published_at"), Agreement.read(c)),
                project);
    }

    private List<WeekLine> weeks(UUID project) {
        return sql.list(
                "select week, %s from quality_measure where project_id = ? and scope = 'week' order by week desc limit %d"
                        .formatted(Agreement.COLUMNS, ROWS_MAX),
                c -> new WeekLine(LocalDate.parse(c.text("week")), Agreement.read(c)),
                project);
    }

    private static OfSubject ofSubject(Subject subject, List<Under> under, List<WeekLine> weeks) {
        List<VersionLine> versions = new ArrayList<>();
        Optional<AgreementChange.Agreed> before = Optional.empty();
        for (Under one : under) {
            if (!one.agreement().subject().equals(subject)) {
                continue;
            }
            Optional<AgreementChange.Agreed> agreed = one.agreement().agreed();
            Optional<AgreementChange.Agreed> last = before;
            versions.add(new VersionLine(
                    one.number(),
                    one.note(),
                    one.publishedAt(),
                    one.agreement(),
                    agreed.flatMap(now -> last.map(then -> AgreementChange.of(then, now)))));
            before = agreed.or(() -> last);
        }
        List<WeekLine> lines = weeks.stream()
                .filter(week -> week.agreement().subject().equals(subject))
                .toList();
        return new OfSubject(subject, versions.reversed(), lines, chart(lines));
    }

    private static Optional<WeekChart> chart(List<WeekLine> newestFirst) {
        List<WeekChart.Point> points = newestFirst.reversed().stream()
                .filter(week -> week.agreement().isEnough())
                .map(week -> new WeekChart.Point(
                        week.monday(),
                        week.agreement().estimate().orElseThrow(),
                        week.agreement().interval().orElseThrow()))
                .toList();
        return points.size() < 2 ? Optional.empty() : Optional.of(WeekChart.of(points));
    }

    /** Names are looked up person by person: where few people are known, a plan would read the table of all of them instead. */
    private List<People> people(UUID project) {
        List<People> people = new ArrayList<>();
        for (WorkKind kind : WorkKind.values()) {
            List<Tendencies> lines =
                    sql.list("""
                    select l.display_name, l.simulated, q.judgments, q.compared, q.agreement, q.left_share, q.left_of, q.longer_share,
                      q.longer_of, q.tie_share, q.tie_of, q.reward_share, q.reward_of, q.gold_found, q.gold_of, q.repeat_same, q.repeat_opposite, q.repeat_tie,
                      q.seconds, q.seconds_low, q.seconds_high
                    from (select * from quality_labeler q where q.project_id = ? and q.kind = ?
                          order by q.compared < 30, q.agreement, q.labeler_id limit %d) q
                    cross join lateral (select display_name, simulated from labeler where id = q.labeler_id offset 0) l
                    order by q.compared < 30, q.agreement, q.labeler_id""".formatted(PEOPLE_MAX + 1), QualityPages::tendencies, project, kind.wireName());
            if (!lines.isEmpty()) {
                people.add(new People(
                        kind,
                        lines.stream().anyMatch(line -> line.compares()),
                        lines.stream().anyMatch(line -> line.isExpected()),
                        lines.stream().anyMatch(line -> line.gold().isPresent()),
                        lines.stream().anyMatch(line -> line.repeats().isAny()),
                        lines.stream().limit(PEOPLE_MAX).toList(),
                        lines.size() > PEOPLE_MAX));
            }
        }
        return people;
    }

    private static Tendencies tendencies(Sql.Cells c) throws SQLException {
        Optional<Double> low = c.maybeReal("seconds_low");
        Optional<Double> high = c.maybeReal("seconds_high");
        return new Tendencies(
                c.text("display_name"),
                c.flag("simulated"),
                c.number("judgments"),
                share(c, "agreement", "compared"),
                new Tendencies.Sided(
                        share(c, "left_share", "left_of"),
                        share(c, "longer_share", "longer_of"),
                        share(c, "tie_share", "tie_of"),
                        share(c, "reward_share", "reward_of")),
                gold(c),
                Repeats.read(c),
                new Tendencies.Time(c.real("seconds"), low.flatMap(from -> high.map(to -> new Interval(from, to)))));
    }

    private static Optional<Share> gold(Sql.Cells c) throws SQLException {
        long of = c.number("gold_of");
        return of == 0 ? Optional.empty() : Optional.of(new Share((double) c.number("gold_found") / of, of));
    }

    private static Optional<Share> share(Sql.Cells c, String share, String of) throws SQLException {
        long all = c.number(of);
        return c.maybeReal(share).map(value -> new Share(value, all));
    }
}
