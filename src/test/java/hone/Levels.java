package hone;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The levels of ARCHITECTURE.md, and the classes of the app that stand on them. */
final class Levels {
    private static final List<Set<String>> LOWEST_FIRST = List.of(
            Set.of("kind", "archive", "web", "outbox", "audit", "evaluation", "format"),
            Set.of("labeler", "project", "guideline", "draft", "notice"),
            Set.of("model", "conversation", "deadletter", "pause", "quiz", "token", "webhook"),
            Set.of("task"),
            Set.of("judgment", "imports", "comment", "score"),
            Set.of("dataset", "quarantine", "review"),
            Set.of("run", "work", "ordering"),
            Set.of("training", "canary", "scoring", "reviewing"),
            Set.of("round", "deployment", "talk", "quality"),
            Set.of(
                    "comments",
                    "home",
                    "me",
                    "overview",
                    "projects",
                    "people",
                    "pauses",
                    "gold",
                    "canaries",
                    "quizzes",
                    "questions",
                    "tasks",
                    "reviews",
                    "quarantines",
                    "models",
                    "arrivals",
                    "datasets",
                    "documents",
                    "runs",
                    "lineage",
                    "export",
                    "demo",
                    "api",
                    "openlineage"));

    /** Pairs within one level that may import, from → to; each is named in ARCHITECTURE.md. */
    private static final Set<String> WITHIN_LEVEL = Set.of(
            "web→evaluation",
            "format→web",
            "outbox→web",
            "audit→web",
            "outbox→archive",
            "audit→archive",
            "project→labeler",
            "guideline→labeler",
            "draft→labeler",
            "guideline→project",
            "guideline→notice",
            "notice→labeler",
            "notice→project",
            "imports→judgment",
            "dataset→quarantine",
            "api→export",
            "api→arrivals",
            "talk→deployment",
            "runs→models",
            "demo→export");

    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("hone");

    private Levels() {}

    static Set<String> packages() {
        return new TreeSet<>(LOWEST_FIRST.stream().flatMap(Set::stream).toList());
    }

    static Stream<JavaClass> features() {
        return CLASSES.stream().filter(Levels::isFeature);
    }

    static boolean isFeature(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith("hone.")
                && !name.startsWith("hone.contract")
                && !name.startsWith("hone.devstack")
                && !type.getName().contains("_");
    }

    static String feature(JavaClass type) {
        return type.getPackageName().split("\\.")[1];
    }

    static int level(String feature) {
        for (int level = 0; level < LOWEST_FIRST.size(); level++) {
            if (LOWEST_FIRST.get(level).contains(feature)) {
                return level;
            }
        }
        throw new AssertionError("package hone." + feature + " has no level");
    }

    static boolean allowed(String from, String to) {
        return from.equals(to) || level(from) > level(to) || WITHIN_LEVEL.contains(from + "→" + to);
    }
}
