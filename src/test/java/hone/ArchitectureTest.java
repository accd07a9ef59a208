package hone;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
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

/**
 * Imports go one way: the levels of ARCHITECTURE.md, lower ones don't know upper ones, packages of a level don't know each other.
 * So does SQL: a package reads tables of its own and of lower packages, and writes its own alone ({@link TableOwners}).
 */
class ArchitectureTest {
    private static final List<Set<String>> LEVELS = List.of(
            Set.of("kind", "web", "outbox", "audit", "evaluation", "format"),
            Set.of("labeler", "project", "guideline", "draft"),
            Set.of("model", "conversation", "deadletter"),
            Set.of("task"),
            Set.of("judgment", "imports"),
            Set.of("dataset"),
            Set.of("run", "work"),
            Set.of("training"),
            Set.of("round", "deployment", "talk"),
            Set.of(
                    "home",
                    "overview",
                    "projects",
                    "people",
                    "questions",
                    "tasks",
                    "models",
                    "datasets",
                    "runs",
                    "lineage",
                    "demo"));

    /** Pairs within one level that may import, from → to; each is named in ARCHITECTURE.md. */
    private static final Set<String> ALLOWED_WITHIN_LEVEL = Set.of(
            "web→evaluation",
            "format→web",
            "outbox→web",
            "audit→web",
            "project→labeler",
            "guideline→labeler",
            "draft→labeler",
            "guideline→project",
            "talk→deployment",
            "runs→models");

    private static final Path SOURCES = Path.of("main/java/hone");
    private static final Path MIGRATIONS = Path.of("../migrations");
    private static final Pattern GONE = Pattern.compile("(?m)^drop table ([a-z_]+)");
    private static final Pattern RENAMED = Pattern.compile("(?m)^alter table ([a-z_]+) rename to ([a-z_]+)");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("hone");
    private static final Map<String, String> OWNERS_BY_NAME = ownersByName();

    @Test
    void everyPackageHasALevelAndWasSeen() {
        Map<String, Long> seen = new TreeMap<>();
        features().forEach(c -> seen.merge(feature(c), 1L, Long::sum));

        Set<String> known = new TreeSet<>(LEVELS.stream().flatMap(Set::stream).toList());
        assertThat(known).containsAll(seen.keySet());
        assertThat(seen.keySet())
                .contains(
                        "web",
                        "labeler",
                        "project",
                        "task",
                        "judgment",
                        "dataset",
                        "run",
                        "training",
                        "round",
                        "models");
    }

    @Test
    void importsGoDownwardsOnly() {
        Set<String> wrong = new TreeSet<>();
        long[] checked = {0};
        features()
                .forEach(origin -> origin.getDirectDependenciesFromSelf().forEach(dependency -> {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (!isFeature(target)) {
                        return;
                    }
                    checked[0]++;
                    if (!allowed(feature(origin), feature(target))) {
                        wrong.add(feature(origin) + "→" + feature(target) + ": " + describe(dependency));
                    }
                }));

        assertThat(checked[0]).as("dependencies that the rule saw").isPositive();
        assertThat(wrong).isEmpty();
    }

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

    @Test
    void noClassForwardsByName() {
        List<String> names = features().map(JavaClass::getSimpleName).toList();

        assertThat(names).isNotEmpty();
        assertThat(names)
                .noneMatch(n -> n.matches(".*(Service|Manager|Impl|Util|Utils|Helper)$|^(Abstract|Base)[A-Z].*"));
    }

    @Test
    void theAppKnowsNoScriptedLabelerAndNoEmbeddedServer() {
        assertThat(CLASSES).isNotEmpty();
        assertThat(CLASSES)
                .noneMatch(c -> c.getPackageName().startsWith("hone.bench")
                        && c.getSource().isPresent());
        assertThat(features()
                        .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                        .map(d -> d.getTargetClass().getPackageName()))
                .noneMatch(p -> p.startsWith("hone.bench") || p.startsWith("hone.devstack"));
    }

    private static Stream<JavaClass> features() {
        return CLASSES.stream().filter(ArchitectureTest::isFeature);
    }

    private static boolean isFeature(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith("hone.")
                && !name.startsWith("hone.contract")
                && !name.startsWith("hone.devstack")
                && !type.getName().contains("_");
    }

    private static String feature(JavaClass type) {
        return type.getPackageName().split("\\.")[1];
    }

    private static int level(String feature) {
        for (int level = 0; level < LEVELS.size(); level++) {
            if (LEVELS.get(level).contains(feature)) {
                return level;
            }
        }
        throw new AssertionError("package hone." + feature + " has no level");
    }

    private static boolean allowed(String from, String to) {
        return from.equals(to) || level(from) > level(to) || ALLOWED_WITHIN_LEVEL.contains(from + "→" + to);
    }

    private static String describe(Dependency dependency) {
        return dependency.getOriginClass().getSimpleName() + " uses "
                + dependency.getTargetClass().getSimpleName();
    }
}
