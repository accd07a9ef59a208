package hone;

import static hone.Levels.CLASSES;
import static hone.Levels.allowed;
import static hone.Levels.feature;
import static hone.Levels.features;
import static hone.Levels.isFeature;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Imports go one way: lower levels don't know upper ones, packages of one level don't know each other. SQL: {@link SqlLevelsTest}. */
class ArchitectureTest {
    @Test
    void everyPackageHasALevelAndWasSeen() {
        Map<String, Long> seen = new TreeMap<>();
        features().forEach(c -> seen.merge(feature(c), 1L, Long::sum));

        assertThat(Levels.packages()).containsAll(seen.keySet());
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

    private static String describe(Dependency dependency) {
        return dependency.getOriginClass().getSimpleName() + " uses "
                + dependency.getTargetClass().getSimpleName();
    }
}
