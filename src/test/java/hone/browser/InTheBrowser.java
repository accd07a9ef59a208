package hone.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** A test of the running Hone: its methods may ask for {@link RunningHone}. Everybody has left before the next test begins. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("browser")
@ExtendWith(InTheBrowser.Running.class)
public @interface InTheBrowser {

    /** Starts Hone at the first test that asks for it, looks after what the visitors saw, and keeps traces of failures. */
    final class Running implements ParameterResolver, AfterEachCallback, TestExecutionExceptionHandler {
        private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(Running.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == RunningHone.class;
        }

        @Override
        public RunningHone resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return running(context);
        }

        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
            List<Visitor> visitors = running(context).visitors();
            for (int i = 0; i < visitors.size(); i++) {
                visitors.get(i).leaveTraces(nameOf(context) + "-" + (i + 1));
            }
            throw failure;
        }

        @Override
        public void afterEach(ExtensionContext context) {
            RunningHone hone = running(context);
            List<String> complaints = hone.visitors().stream()
                    .flatMap(v -> v.complaints().stream())
                    .toList();
            hone.everybodyLeaves();
            hone.startAppIfItEnded();
            Assertions.assertThat(complaints)
                    .as("what no page may do: load from elsewhere, script errors, dialogs, 500")
                    .isEmpty();
        }

        private static RunningHone running(ExtensionContext context) {
            return context.getRoot()
                    .getStore(HERE)
                    .computeIfAbsent(RunningHone.class, type -> RunningHone.started(), RunningHone.class);
        }

        private static String nameOf(ExtensionContext context) {
            return context.getRequiredTestClass().getSimpleName() + "-"
                    + context.getRequiredTestMethod().getName();
        }
    }
}
