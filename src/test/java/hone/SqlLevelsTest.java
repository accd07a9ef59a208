package hone;

import static hone.Levels.allowed;
import static hone.Levels.feature;
import static hone.Levels.features;
import static hone.Levels.level;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SQL goes by the same levels as imports: a package reads its own and lower tables, and writes its own alone ({@link TableOwners}). */
class SqlLevelsTest {
    private static final Path SOURCES = Path.of("main/java/hone");
    private static final Path MIGRATIONS = Path.of("../migrations");
    private static final Pattern GONE = Pattern.compile("(?m)^drop table ([a-z_]+)");
    private static final Pattern RENAMED = Pattern.compile("(?m)^alter table ([a-z_]+) rename to ([a-z_]+)");
    private static final Map<String, String> OWNERS_BY_NAME = ownersByName();

    @Test
    void everyTableAndFunctionHasAnOwner() throws IOException {
        String migrations = migrations();
        Set<String> tables = created("table", migrations);
        GONE.matcher(migrations).results().forEach(gone -> tables.remove(gone.group(1)));
        RENAMED.matcher(migrations).results().forEach(renamed -> {
            tables.remove(renamed.group(1));
            tables.add(renamed.group(2));
        });

        assertThat(tables).hasSizeGreaterThan(40);
        assertThat(TableOwners.ofTables().keySet()).containsExactlyInAnyOrderElementsOf(tables);
        assertThat(TableOwners.ofFunctions().keySet())
                .containsExactlyInAnyOrderElementsOf(created("function", migrations));
        assertThat(TableOwners.ofTables().values())
                .allSatisfy(owner -> assertThat(level(owner)).isNotNegative());
    }

    @Test
    void anEntityStandsInThePackageThatOwnsItsTable() {
        Map<String, String> owners = TableOwners.ofTables();
        List<JavaClass> entities =
                features().filter(c -> c.isAnnotatedWith(Entity.class)).toList();

        assertThat(entities).hasSizeGreaterThan(10);
        assertThat(entities)
                .allSatisfy(e -> assertThat(owners.get(table(e)))
                        .as("owner of " + table(e))
                        .isEqualTo(feature(e)));
    }

    @Test
    void sqlReadsDownwardsAndWritesItsOwnTablesOnly() throws IOException {
        Set<String> wrong = new TreeSet<>();
        int seen = 0;
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                String feature = SOURCES.relativize(file).getName(0).toString();
                List<SqlInSource.Found> found = SqlInSource.in(Files.readString(file));
                seen += (int) found.stream().filter(f -> owner(f).isPresent()).count();
                found.stream()
                        .filter(f -> !mayUse(feature, f))
                        .forEach(f -> wrong.add(feature + "/" + file.getFileName() + " " + f.use() + " " + f.name()));
            }
        }

        assertThat(seen).as("names of tables that the rule saw").isGreaterThan(300);
        assertThat(wrong).isEmpty();
    }

    @Test
    void aPlantedStatementThatReadsUpwardsOrWritesWhatIsAnothersIsFound() {
        assertThat(refused("task", "\"select 1 from slot s join judgment j on j.task_id = s.task_id\""))
                .containsExactly("READS judgment");
        assertThat(refused(
                        "project",
                        "\"\"\"\nselect p.name,\n  (select count(*) from project q, run r) from project p\"\"\""))
                .containsExactly("READS run");
        assertThat(refused("project", "find(\"id in (select t.projectId from Task t)\")"))
                .containsExactly("READS Task");
        assertThat(refused("overview", "sql.run(\"update slot s set state = 'closed'\")"))
                .containsExactly("WRITES slot");
        assertThat(refused("judgment", "\"with a as (insert into draft (assignment_id) values (?)) delete from slot\""))
                .containsExactly("WRITES draft", "WRITES slot");
        assertThat(refused("labeler", "\"select may_still_judge(?, ?)\"")).containsExactly("CALLS may_still_judge");
        assertThat(refused("judgment", "// \"from run\"\n\"select 1 from judgment, task for update of judgment\""))
                .isEmpty();
    }

    @Test
    void whichJudgmentsCountIsSaidInOnePlace() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<String> others = new ArrayList<>();
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                boolean owner = SOURCES.relativize(file).startsWith("judgment");
                if (!owner && Files.readString(file).matches("(?s).*(withdrawn_at|withdrawnAt is|accepted_at is).*")) {
                    others.add(file.getFileName().toString());
                }
            }
            assertThat(others)
                    .as("files that do not go by hone.judgment.Counting")
                    .isEmpty();
        }
        assertThat(Files.readString(SOURCES.resolve("judgment/Counting.java"))).contains("withdrawn_at is null");
    }

    @Test
    void sqlByHandGoesThroughOneClass() {
        assertThat(features()
                        .filter(c -> !c.getFullName().startsWith("hone.web.Sql"))
                        .flatMap(c -> c.getMethodCallsFromSelf().stream())
                        .filter(call -> Set.of("createNativeQuery", "prepareStatement", "createStatement")
                                .contains(call.getName()))
                        .map(call -> call.getOriginOwner().getSimpleName()))
                .as("classes with a way of their own to read and write rows")
                .isEmpty();
    }

    private static List<String> refused(String feature, String source) {
        return SqlInSource.in(source).stream()
                .filter(found -> !mayUse(feature, found))
                .map(found -> found.use() + " " + found.name())
                .toList();
    }

    /** What nobody owns is no table: the name of a part of the statement, or of a function of PostgreSQL. */
    private static boolean mayUse(String feature, SqlInSource.Found found) {
        return owner(found)
                .map(owner -> found.use() == SqlInSource.Use.WRITES ? owner.equals(feature) : allowed(feature, owner))
                .orElse(true);
    }

    private static Optional<String> owner(SqlInSource.Found found) {
        return Optional.ofNullable(
                found.use() == SqlInSource.Use.CALLS
                        ? TableOwners.ofFunctions().get(found.name())
                        : OWNERS_BY_NAME.get(found.name()));
    }

    /** Tables by their names, and by those of their entities. */
    private static Map<String, String> ownersByName() {
        Map<String, String> owners = new TreeMap<>(TableOwners.ofTables());
        features().filter(c -> c.isAnnotatedWith(Entity.class)).forEach(e -> owners.put(e.getSimpleName(), feature(e)));
        return owners;
    }

    private static String table(JavaClass entity) {
        return entity.tryGetAnnotationOfType(Table.class)
                .map(Table::name)
                .orElse(entity.getSimpleName().toLowerCase(Locale.ROOT));
    }

    private static String migrations() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".sql")).sorted().toList()) {
                all.append(Files.readString(file)).append('\n');
            }
        }
        return all.toString();
    }

    private static Set<String> created(String what, String migrations) {
        return Pattern.compile("(?m)^create (?:or replace )?" + what + " ([a-z_]+)")
                .matcher(migrations)
                .results()
                .map(m -> m.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
