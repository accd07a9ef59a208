package hone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Nobody tells eleven values apart by their order: what belongs together is a record with a name. */
class ShortSignaturesTest {
    private static final int POSITIONS_MAX = 10;

    /** Flat JSON of the contract and of the API: their fields stand side by side on the wire, and examples show each by its name. */
    private static final Map<String, Integer> EXCEPTIONS = Map.of(
            "contract/JudgmentEvent.java JudgmentAccepted", 13,
            "contract/CheckpointManifest.java CheckpointManifest", 12,
            "contract/DatasetRecord.java Manifest", 15,
            "api/ImportJson.java Counts", 12,
            "api/ModelImportsApi.java Imported", 12);

    @Test
    void noRecordConstructorOrMethodHasMoreThanTenPositions() throws IOException {
        List<Path> sources = sources();
        assertThat(sources).hasSizeGreaterThan(900);

        Map<String, Integer> longOnes =
                longerThan(POSITIONS_MAX, sources.stream().map(Source::of).toList());

        assertThat(longOnes).containsExactlyInAnyOrderEntriesOf(EXCEPTIONS);
    }

    @Test
    void aPlantedOneIsFound() {
        String record = "record Wide(int a, int b, int c) {}";
        String constructor = "class Made { Made(int a, int b, int c) {} void called(int a, int b, int c, int d) {} }";

        assertThat(longerThan(
                        2,
                        List.of(new Source("planted/Wide.java", record), new Source("planted/Made.java", constructor))))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "planted/Wide.java Wide", 3, "planted/Made.java Made", 3, "planted/Made.java called", 4));
        assertThat(longerThan(3, List.of(new Source("planted/Wide.java", record))))
                .isEmpty();
    }

    private static List<Path> sources() throws IOException {
        Path root = Path.of(System.getProperty("hone.root"));
        try (Stream<Path> src = Files.walk(root.resolve("src"));
                Stream<Path> trainer = Files.walk(root.resolve("trainer"))) {
            return Stream.concat(src, trainer)
                    .filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .toList();
        }
    }

    /** File and name → number of positions. */
    private static Map<String, Integer> longerThan(int max, List<Source> sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavacTask parser = (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, sources);
        Map<String, Integer> found = new TreeMap<>();
        try {
            for (CompilationUnitTree unit : parser.parse()) {
                new Signatures(unit.getSourceFile().getName().substring(1), max, found).scan(unit, null);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    private static final class Signatures extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final String file;
        private final int max;
        private final Map<String, Integer> found;
        private final Deque<String> types = new ArrayDeque<>();

        private Signatures(String file, int max, Map<String, Integer> found) {
            this.file = file;
            this.max = max;
            this.found = found;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
            if (type.getKind() == ClassTree.Kind.RECORD) {
                note(type.getSimpleName().toString(), (int) type.getMembers().stream()
                        .filter(VariableTree.class::isInstance)
                        .filter(field -> !((VariableTree) field)
                                .getModifiers()
                                .getFlags()
                                .contains(Modifier.STATIC))
                        .count());
            }
            types.push(type.getSimpleName().toString());
            super.visitClass(type, nothing);
            types.pop();
            return null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            note(method.getName().toString(), method.getParameters().size());
            return super.visitMethod(method, nothing);
        }

        private void note(String name, int positions) {
            if (positions > max) {
                found.merge(file + " " + (name.equals("<init>") ? types.peek() : name), positions, Math::max);
            }
        }
    }

    /** Named by its folder and file. */
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        private Source(String name, String text) {
            super(URI.create("string:///" + name), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        private static Source of(Path file) {
            try {
                return new Source(
                        file.getName(file.getNameCount() - 2) + "/" + file.getFileName(), Files.readString(file));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
