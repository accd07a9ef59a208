package hone.web;

import java.util.List;
import java.util.Random;

/** Pieces that mean something to a Markdown parser, in any order. */
final class RandomMarkdown {
    private static final List<String> PIECES = List.of(
            "a",
            "word",
            "2",
            "3",
            "é",
            "字",
            " ",
            " ",
            "  ",
            "   ",
            "    ",
            "\n",
            "\n",
            "\n\n",
            "\t",
            "*",
            "**",
            "***",
            "_",
            "__",
            "`",
            "``",
            "```",
            "~~~",
            "#",
            "## ",
            "- ",
            "+ ",
            "* ",
            "1. ",
            "7) ",
            "> ",
            ">",
            "|",
            "| a | b |\n|---|---|\n| c | d |",
            "|---|:-:|",
            "[",
            "]",
            "(",
            ")",
            "![",
            "](x)",
            "](http://e.org \"t\")",
            "[n]: http://e.org",
            "[n]",
            "<",
            ">",
            "<b>",
            "</b>",
            "<!-- c -->",
            "<http://e.org>",
            "&amp;",
            "&copy;",
            "&#35;",
            "&",
            "\\",
            "\\*",
            "\\[",
            "\\]",
            "\\\n",
            "$x_1$",
            "=",
            "===",
            "---",
            "***",
            "\u200B",
            "\u00A0",
            "\u202E",
            "\"",
            "'",
            "!",
            ".",
            ",",
            "x**2",
            "2*3*4",
            "\uD83D\uDC4D");

    private RandomMarkdown() {}

    static String of(long seed) {
        Random random = new Random(seed);
        StringBuilder source = new StringBuilder();
        for (int n = random.nextInt(30); n >= 0; n--) {
            source.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return source.toString();
    }
}
