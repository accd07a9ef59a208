package hone.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import hone.devstack.hostile.Oddities;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestForm;
import org.junit.jupiter.api.Test;

class HostileFieldsTest {
    @Test
    void hostileFormsHaveEveryFieldThatTheAppReads() {
        Set<String> read = new TreeSet<>();
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("hone")
                .forEach(type -> fields(type.reflect()).forEach(read::add));

        assertThat(read).hasSizeGreaterThan(40);
        assertThat(Oddities.FIELDS).containsAll(read);
    }

    private static Stream<String> fields(Class<?> type) {
        Stream<String> ofForms = Stream.of(type.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(RestForm.class))
                .map(field -> name(field.getAnnotation(RestForm.class), field));
        Stream<String> ofMethods = Stream.of(type.getDeclaredMethods())
                .map(Method::getParameters)
                .flatMap(Stream::of)
                .filter(parameter -> parameter.isAnnotationPresent(RestForm.class))
                .map(parameter -> name(parameter.getAnnotation(RestForm.class), parameter));
        return Stream.concat(ofForms, ofMethods);
    }

    private static String name(RestForm given, Field field) {
        return given.value().isEmpty() ? field.getName() : given.value();
    }

    private static String name(RestForm given, Parameter parameter) {
        assertThat(parameter.isNamePresent()).isTrue();
        return given.value().isEmpty() ? parameter.getName() : given.value();
    }
}
