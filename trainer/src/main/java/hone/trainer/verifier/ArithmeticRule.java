package hone.trainer.verifier;

import hone.trainer.data.DatasetPrompt;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Works out the one calculation of a question and looks for its result at the end of the answer. Products come before sums. */
record ArithmeticRule() implements Rule {
    private static final int QUESTION_CHARACTERS_MAX = 20_000;
    private static final String NUMBER = "\\d{1,18}";
    private static final String OPERATOR = "(?:\\+|-|−|\\*|×|plus|minus|times)";
    private static final Pattern CALCULATION = Pattern.compile(
            "(?<![\\w.])[-−]?" + NUMBER + "(?:\\s{0,9}" + OPERATOR + "\\s{0,9}" + NUMBER + "){1,50}(?![\\w]|\\.\\d)");
    private static final Pattern PART = Pattern.compile(NUMBER + "|" + OPERATOR);

    /** A sign belongs to a number unless it stands behind another one; commas may stand between thousands. */
    private static final Pattern LAST =
            Pattern.compile("(?:(?<![\\w)])[-−])?(?:\\d{1,3}(?:,\\d{3}){1,12}(?!\\d)|\\d{1,40})(?:\\.\\d{1,40})?");

    @Override
    public boolean judges(DatasetPrompt prompt) {
        return result(Rule.lastQuestion(prompt)).isPresent();
    }

    @Override
    public boolean isRight(DatasetPrompt prompt, String answer) {
        return result(Rule.lastQuestion(prompt)).equals(last(answer));
    }

    /** Empty unless there is exactly one calculation. */
    static Optional<BigInteger> result(String question) {
        if (question.length() > QUESTION_CHARACTERS_MAX) {
            return Optional.empty();
        }
        List<String> found = new ArrayList<>();
        Matcher calculations = CALCULATION.matcher(question.toLowerCase(Locale.ROOT));
        while (calculations.find()) {
            found.add(calculations.group());
        }
        return found.size() == 1 ? Optional.of(worked(found.getFirst())) : Optional.empty();
    }

    private static BigInteger worked(String calculation) {
        BigInteger sum = BigInteger.ZERO;
        BigInteger product = BigInteger.ONE;
        boolean negative = false;
        boolean begun = false;
        Matcher parts = PART.matcher(calculation);
        while (parts.find()) {
            String part = parts.group();
            switch (part) {
                case "*", "×", "times" -> {
                    // the next number is a further factor
                }
                case "+", "plus", "-", "−", "minus" -> {
                    if (begun) {
                        sum = sum.add(negative ? product.negate() : product);
                        product = BigInteger.ONE;
                    }
                    negative = !part.equals("+") && !part.equals("plus");
                }
                default -> {
                    product = product.multiply(new BigInteger(part));
                    begun = true;
                }
            }
        }
        return sum.add(negative ? product.negate() : product);
    }

    /** The last number of a text; empty if it is not a whole one. */
    static Optional<BigInteger> last(String answer) {
        String last = "";
        Matcher numbers = LAST.matcher(answer);
        while (numbers.find()) {
            last = numbers.group();
        }
        try {
            return Optional.of(new BigDecimal(last.replace(",", "").replace('−', '-')).toBigIntegerExact());
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty(); // a fraction, or no number at all
        }
    }
}
