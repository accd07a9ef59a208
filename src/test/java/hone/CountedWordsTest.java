package hone;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** "1 answers": a number before a word in the plural is told apart from one, in every template and in every message. */
class CountedWordsTest {
    /** A number that a reader of the page puts in, and a word that ends like a plural. */
    private static final Pattern COUNTED =
            Pattern.compile("\\{([\\w.:]+(?:\\([^{}]*\\))?[\\w.]*)}\\s+(?:\\p{L}+-?\\p{L}* )?(\\p{L}+s)\\b");

    private static final Set<String> NO_PLURALS =
            Set.of("is", "was", "has", "this", "its", "as", "needs", "nats", "loss", "ms");

    /** What is never one, and a name in place of a number. */
    private static final Set<String> NEVER_ONE = Set.of(
            "CommentMessages.full",
            "CommentMessages.tooLate",
            "CommentMessages.tooLong",
            "MeMessages.agrees",
            "MeMessages.daysInARow",
            "PauseMessages.tooLong",
            "RankingMessages.putInOrder",
            "RefusalMessages.notAFlag",
            "RefusalMessages.questionTooLong",
            "RefusalMessages.reasonTooLong",
            "RefusalMessages.skipNoteTooLong",
            "RefusalMessages.textTooLong",
            "models/page.html: {project.answersPerPrompt} answers",
            "people/people.html: {c.displayName} keeps",
            "people/people.html: {c.username} starts",
            "round/page.html: {shown.current.model.get} answers",
            "webhook/webhook.html: {webhook.stopped.get.because} Waiting messages");

    /** @param text as it stands in a template or in a message */
    private record Words(String name, String text) {
        Stream<String> wrong() {
            return COUNTED.matcher(text)
                    .results()
                    .filter(found -> !NO_PLURALS.contains(found.group(2)))
                    .filter(found -> Stream.of(" == 1}", " == '1'}", " != '1'}", " != 1}")
                            .noneMatch(check -> text.contains("if " + found.group(1) + check)))
                    .map(found -> name + ": " + found.group().replaceAll("\\s+", " "))
                    .filter(found -> !NEVER_ONE.contains(found));
        }
    }

    @Test
    void oneIsNeverFollowedByAPlural() throws IOException {
        List<Words> all = Stream.concat(messages(), templates()).toList();
        assertThat(all).hasSizeGreaterThan(300);

        assertThat(all.stream()
                        .filter(words -> !NEVER_ONE.contains(words.name()))
                        .flatMap(Words::wrong))
                .as("write {count.counted('answer', 'answers')}")
                .isEmpty();
    }

    private static Stream<Words> templates() throws IOException {
        Path root = Path.of("main/resources/templates");
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(".html")).toList();
            assertThat(found).hasSizeGreaterThan(60);
            return found.stream().map(file -> new Words(root.relativize(file).toString(), read(file)));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Words> messages() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("hone").stream()
                        .filter(type -> type.isAnnotatedWith(MessageBundle.class))
                        .map(JavaClass::reflect)
                        .flatMap(bundle -> Arrays.stream(bundle.getDeclaredMethods()))
                        .filter(method -> method.isAnnotationPresent(Message.class))
                        .map(method -> new Words(
                                method.getDeclaringClass().getSimpleName() + "." + method.getName(),
                                method.getAnnotation(Message.class).value()));
    }
}
