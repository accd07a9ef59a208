package hone.bench.world;

import java.util.ArrayList;
import java.util.List;

/** Additions with their working. One in ten is in a form in which a calculator can take over after the equals sign. */
public final class Sums {
    private static final int ROWS = 3;

    private Sums() {}

    /** Units, tens with the carry, result. Two single digits have no tens. */
    public static String work(int a, int b) {
        if (a < 10 && b < 10) {
            return a + " + " + b + " = " + (a + b) + ".";
        }
        int ones = a % 10 + b % 10;
        int carry = ones / 10;
        int tens = a / 10 + b / 10 + carry;
        String added = a / 10 + " + " + b / 10 + (carry > 0 ? " + " + carry : "");
        return a + " + " + b + ": ones " + a % 10 + " + " + b % 10 + " = " + ones + ", tens " + added + " = " + tens
                + ", so " + (a + b) + ".";
    }

    /** Everything after the equals sign inside the brackets may come from a program. */
    public static String tool(int a, int b) {
        return a + " + " + b + " is [" + a + "+" + b + "=" + (a + b) + "] " + (a + b) + ".";
    }

    static String sheet(Dice dice) {
        List<String> rows = new ArrayList<>();
        while (rows.size() < ROWS) {
            int highest = dice.chance(0.25) ? 9 : 49;
            int a = dice.between(0, highest);
            int b = dice.between(0, highest);
            if (!HoldOut.sum(a, b)) {
                rows.add(dice.chance(0.1) ? tool(a, b) : work(a, b));
            }
        }
        return String.join("\n", rows);
    }
}
