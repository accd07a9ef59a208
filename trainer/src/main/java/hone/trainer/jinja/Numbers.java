package hone.trainer.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Python's numbers, as far as templates calculate: whole ones of 64 bits, and decimals. */
final class Numbers {
    private static final int PLAIN_DIGITS_MAX = 16;
    private static final int SMALLEST_PLAIN_EXPONENT = -4;

    private Numbers() {}

    /** True and false are 1 and 0. */
    static boolean isNumber(Object value) {
        return value instanceof Long
                || value instanceof Double
                || value instanceof Boolean
                || value instanceof BigInteger;
    }

    static Object number(Object value) {
        return value instanceof Boolean flag ? (Object) (flag ? 1L : 0L) : value;
    }

    static double decimal(Object value) {
        return value instanceof BigInteger big ? big.doubleValue() : ((Number) number(value)).doubleValue();
    }

    static long whole(Object value) {
        if (number(value) instanceof Long whole) {
            return whole;
        }
        if (value instanceof Undefined undefined) {
            throw undefined.used();
        }
        throw TemplateError.failed("a whole number is needed, not " + Values.typeName(value));
    }

    static int small(Object value) {
        return (int) Math.clamp(whole(value), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    static Object calculate(String operator, Object a, Object b) {
        Object left = number(a);
        Object right = number(b);
        try {
            return left instanceof Long x && right instanceof Long y
                    ? whole(operator, x, y)
                    : decimal(operator, left, right);
        } catch (ArithmeticException e) {
            throw TemplateError.failed("a number becomes too large in '" + operator + "'");
        }
    }

    private static Object whole(String operator, long x, long y) {
        if (y == 0 && (operator.equals("/") || operator.equals("//") || operator.equals("%"))) {
            throw TemplateError.failed("division by zero");
        }
        return switch (operator) {
            case "+" -> Math.addExact(x, y);
            case "-" -> Math.subtractExact(x, y);
            case "*" -> Math.multiplyExact(x, y);
            case "/" -> (double) x / y;
            case "//" -> Math.floorDiv(x, y);
            case "%" -> Math.floorMod(x, y);
            default -> y < 0 ? (Object) Math.pow(x, y) : power(x, y);
        };
    }

    private static long power(long base, long exponent) {
        long result = 1;
        long factor = base;
        for (long rest = exponent; rest > 0; rest >>= 1) {
            if ((rest & 1) == 1) {
                result = Math.multiplyExact(result, factor);
            }
            if (rest > 1) {
                factor = Math.multiplyExact(factor, factor);
            }
        }
        return result;
    }

    private static double decimal(String operator, Object left, Object right) {
        double x = decimal(left);
        double y = decimal(right);
        if (y == 0 && (operator.equals("/") || operator.equals("//") || operator.equals("%"))) {
            throw TemplateError.failed("division by zero");
        }
        return switch (operator) {
            case "+" -> x + y;
            case "-" -> x - y;
            case "*" -> x * y;
            case "/" -> x / y;
            case "//" -> Math.floor(x / y);
            case "%" -> x - y * Math.floor(x / y);
            default -> Math.pow(x, y);
        };
    }

    static int compare(Object a, Object b) {
        Object left = number(a);
        Object right = number(b);
        return left instanceof Long x && right instanceof Long y
                ? Long.compare(x, y)
                : Double.compare(decimal(left), decimal(right));
    }

    /** As Python prints it: the shortest digits that give the number again. */
    static String printed(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        BigDecimal exact = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
        String sign = value < 0 || (value == 0 && 1 / value < 0) ? "-" : "";
        if (exact.signum() == 0) {
            return sign + "0.0";
        }
        String digits = exact.unscaledValue().toString();
        int exponent = digits.length() - 1 - exact.scale();
        if (exponent >= SMALLEST_PLAIN_EXPONENT && exponent < PLAIN_DIGITS_MAX) {
            String plain = exact.toPlainString();
            return sign + (plain.contains(".") ? plain : plain + ".0");
        }
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return sign + mantissa + "e" + (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }
}
