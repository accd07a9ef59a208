package hone;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Imports go one way: the levels of ARCHITECTURE.md, lower ones don't know upper ones, packages of a level don't know each other. */
class ArchitectureTest {
    private static final List<Set<String>> LEVELS = List.of(
            Set.of("kind", "web", "outbox", "audit", "evaluation"),
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
            "outbox→web",
            "audit→web",
            "project→labeler",
            "guideline→labeler",
            "draft→labeler",
            "guideline→project",
            "talk→deployment",
            "runs→models");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("hone");

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
