package hone.trainer.jinja;

import java.util.List;

/** Python's tuple: a list that prints with parentheses. */
record Tuple(List<Object> items) {}
