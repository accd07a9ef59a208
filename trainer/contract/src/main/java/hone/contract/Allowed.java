package hone.contract;

import java.util.List;
import java.util.Optional;

/**
 * What is allowed of the settings that several stages have, so that a learning rate is checked alike wherever there is one. Their
 * limits are far beyond what anybody trains on one machine: a larger value is a typing error, or an attack.
 */
final class Allowed {
    private static final int STEPS_MAX = 100_000_000;
    private static final int EPOCHS_MAX = 10_000;
    private static final int ROWS_MAX = 65_536;
    private static final int TOKENS_MAX = 1 << 20;
    private static final int ANSWERS_MAX = 1000;
    private static final double TEMPERATURE_MAX = 100;

    private Allowed() {}

    /** Steps of an optimizer, or iterations of sampling and learning. */
    static void steps(String field, int steps) {
        Check.within(field, steps, STEPS_MAX);
    }

    static void epochs(int epochs) {
        Check.within("epochs", epochs, EPOCHS_MAX);
    }

    /** The same where nothing may be trained. */
    static void epochsIfAny(int epochs) {
        Check.within("epochs", epochs, 0, EPOCHS_MAX);
    }

    /** Rows, groups or documents that are in memory together. */
    static void rows(String field, int rows) {
        Check.within(field, rows, ROWS_MAX);
    }

    /** The same where there may be none. */
    static void rowsIfAny(String field, int rows) {
        Check.within(field, rows, 0, ROWS_MAX);
    }

    /** A part of so many rows, all parts of which are equal. */
    static void part(String field, int part, String wholeField, int whole) {
        // What is out of its own limits has been told.
        Check.require(part < 1 || whole < 1 || whole % part == 0, field, part, "must divide " + wholeField);
    }

    static void tokens(String field, int tokens) {
        Check.within(field, tokens, TOKENS_MAX);
    }

    /** Of one prompt. */
    static void answers(String field, int answers) {
        Check.within(field, answers, ANSWERS_MAX);
    }

    /** Of one prompt, when they are compared with each other. */
    static void group(String field, int answers) {
        Check.within(field, answers, 2, ANSWERS_MAX);
    }

    /** How often something is done; 0: not on the way. */
    static void every(String field, int steps) {
        Check.within(field, steps, 0, STEPS_MAX);
    }

    static void learningRate(String field, double rate) {
        Check.aboveZero(field, rate);
    }

    static void weightDecay(double decay) {
        Check.notNegative("weightDecay", decay);
    }

    static void gradientNorm(double norm) {
        Check.aboveZero("gradientNormMax", norm);
    }

    /** How strongly something counts beside something else; 0: not at all. */
    static void weight(String field, double weight) {
        Check.notNegative(field, weight);
    }

    /** The most likely token each time, or some of them. */
    static void temperature(double temperature) {
        Check.require(
                temperature >= 0 && temperature <= TEMPERATURE_MAX,
                "temperature",
                temperature,
                "must be from 0 to " + Math.round(TEMPERATURE_MAX));
    }

    /** Of a policy that learns from what it samples. */
    static void temperatureOfRollouts(double temperature) {
        Check.require(
                temperature > 0 && temperature <= TEMPERATURE_MAX,
                "temperature",
                temperature,
                "must be above 0 and at most " + Math.round(TEMPERATURE_MAX));
    }

    static void chatTemplate(String name) {
        Check.text("chatTemplate", name);
    }

    /** Where a run computes, if its recipe says so. */
    static void device(Optional<String> word) {
        word.ifPresent(device -> Check.oneOf("device", device, List.of(Recipe.CPU, Recipe.CUDA)));
    }
}
