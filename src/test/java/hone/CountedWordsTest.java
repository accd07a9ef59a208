package hone;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** "1 answers": a number before a word in the plural is told apart from one, in every message that pages show. */
class CountedWordsTest {
    /** A number that a reader of the page puts in, and a word that ends like a plural. */
    private static final Pattern COUNTED = Pattern.compile("\\{(\\w+)}\\s+(?:\\p{L}+-?\\p{L}* )?(\\p{L}+s)\\b");

    private static final Set<String> NO_PLURALS = Set.of("is", "was", "has", "this", "as", "needs", "nats");

    /** What is never one, and a name in place of a number. */
    private static final Set<String> NEVER_ONE = Set.of(
            "RankingMessages.putInOrder",
            "RefusalMessages.notAFlag",
            "RefusalMessages.questionTooLong",
            "RefusalMessages.reasonTooLong",
            "RefusalMessages.skipNoteTooLong",
            "RefusalMessages.textTooLong",
            "ModelMessages.sampleHelp",
            "RoundMessages.thenCurrent",
            "PeopleMessages.freeNameText");

    @Test
    void oneIsNeverFollowedByAPlural() {
        List<Method> messages = bundles()
                .flatMap(bundle -> Arrays.stream(bundle.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Message.class))
                .toList();
        assertThat(messages).hasSizeGreaterThan(500);

        assertThat(messages.stream()
                        .filter(method -> !NEVER_ONE.contains(name(method)))
                        .flatMap(CountedWordsTest::wrong))
                .as("write {count.counted('answer', 'answers')}")
                .isEmpty();
    }

    private static Stream<String> wrong(Method method) {
        String text = method.getAnnotation(Message.class).value();
        return COUNTED.matcher(text)
                .results()
                .filter(found -> !NO_PLURALS.contains(found.group(2)))
                .filter(found -> Stream.of(" == 1}", " == '1'}", " != '1'}", " != 1}")
                        .noneMatch(check -> text.contains("if " + found.group(1) + check)))
                .map(found -> name(method) + ": " + found.group());
    }

    private static String name(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    private static Stream<Class<?>> bundles() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("hone").stream()
                        .filter(type -> type.isAnnotatedWith(MessageBundle.class))
                        .map(JavaClass::reflect);
    }
}
