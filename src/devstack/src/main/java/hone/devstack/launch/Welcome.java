package hone.devstack.launch;

import java.time.Duration;

/** What is printed when everything is up. */
final class Welcome {

    private Welcome() {}

    static String text(Settings settings, Duration elapsed) {
        return """

                Hone is up after %.0f s:  %s

                  lena   labels
                  ravi   labels and reviews
                  ada    does all that and runs projects, guidelines, rounds and models
                  (each password is the name)

                Stop: Ctrl-C here, or ./hone down. The data stays in %s; ./hone reset deletes it.
                """.formatted(elapsed.toMillis() / 1000.0, settings.appUrl(), settings.data());
    }
}
