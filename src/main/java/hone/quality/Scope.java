package hone.quality;

import java.time.LocalDate;
import java.util.UUID;

/** Which of a project's judgments agreement is measured in. */
sealed interface Scope {
    record Whole() implements Scope {}

    /** Those given under one version of a guideline. */
    record Under(UUID guidelineVersion) implements Scope {}

    /** The tasks whose last judgment was given in one week: a task that spans two weeks is compared once, and whole. */
    record InWeek(LocalDate monday) implements Scope {}
}
