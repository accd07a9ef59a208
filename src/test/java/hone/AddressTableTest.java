package hone;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of addresses in ARCHITECTURE.md and the resources in the code say the same, and a package is called like its address. */
class AddressTableTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("hone");
    private static final java.nio.file.Path TEMPLATES = java.nio.file.Path.of("main/resources/templates");
    private static final Pattern LINE = Pattern.compile("\\| `(/[^`]*)` \\| `([a-z]+)` \\| ?(.*?) ?\\|");

    /** @param why the package is called otherwise than the address; empty where it is not */
    private record Line(List<String> address, String feature, String why) {
        boolean begins(List<String> route) {
            return address.isEmpty()
                    ? route.isEmpty()
                    : route.size() >= address.size()
                            && route.subList(0, address.size()).equals(address);
        }

        /** The last word of the address, in letters only: {@code /dead-letters} is {@code deadletters}. */
        boolean isCalledAlike() {
            String noun = address.stream()
                    .filter(part -> !part.startsWith("{"))
                    .reduce("", (before, part) -> part)
                    .replace("-", "");
            return Set.of(noun, noun + "s", noun + "ing").contains(feature) || noun.equals(feature + "s");
        }
    }

    private record Route(List<String> address, String feature) {}

    @Test
    void everyAddressIsAnsweredByThePackageThatTheTableNames() throws IOException {
        List<Line> table = table();
        List<Route> routes = routes();

        assertThat(routes).hasSizeGreaterThan(50);
        assertThat(routes)
                .allSatisfy(route -> assertThat(nearest(table, route.address()).map(Line::feature))
                        .as("package of " + route.address())
                        .contains(route.feature()));
        Set<List<String>> used = new java.util.HashSet<>();
        routes.forEach(
                route -> nearest(table, route.address()).map(Line::address).ifPresent(used::add));
        assertThat(table.stream().map(Line::address))
                .as("lines of addresses that exist")
                .allMatch(used::contains);
    }

    @Test
    void aPackageIsCalledLikeItsAddressOrTheTableSaysWhyNot() throws IOException {
        assertThat(table())
                .isNotEmpty()
                .allMatch(line -> line.isCalledAlike() != !line.why().isEmpty());
    }

    @Test
    void templatesLieInFoldersCalledLikePackages() throws IOException {
        Set<String> packages = new TreeSet<>();
        CLASSES.forEach(c -> packages.add(feature(c)));
        try (Stream<java.nio.file.Path> folders = Files.list(TEMPLATES)) {
            assertThat(folders.map(folder -> folder.getFileName().toString()).toList())
                    .isNotEmpty()
                    .isSubsetOf(packages);
        }
    }

    private static Optional<Line> nearest(List<Line> table, List<String> route) {
        return table.stream()
                .filter(line -> line.begins(route))
                .max(java.util.Comparator.comparingInt(line -> line.address().size()));
    }

    private static List<Line> table() throws IOException {
        Matcher lines = LINE.matcher(Files.readString(java.nio.file.Path.of("../ARCHITECTURE.md")));
        return lines.results()
                .map(line -> new Line(parts(line.group(1)), line.group(2), line.group(3)))
                .toList();
    }

    private static List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (JavaClass resource : CLASSES) {
            if (!resource.isAnnotatedWith(Path.class)) {
                continue;
            }
            String above = resource.getAnnotationOfType(Path.class).value();
            for (JavaMethod method : resource.getMethods()) {
                if (method.isMetaAnnotatedWith(HttpMethod.class)) {
                    String below = method.tryGetAnnotationOfType(Path.class)
                            .map(Path::value)
                            .orElse("");
                    routes.add(new Route(parts(above + "/" + below), feature(resource)));
                }
            }
        }
        return routes;
    }

    private static List<String> parts(String address) {
        return Stream.of(address.split("/")).filter(part -> !part.isEmpty()).toList();
    }

    private static String feature(JavaClass type) {
        String[] names = type.getPackageName().split("\\.");
        return names.length > 1 ? names[1] : "";
    }
}
