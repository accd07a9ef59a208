package hone.imports;

import hone.format.Formats;
import hone.format.Mapping.Use;
import hone.format.ReadOptions.UnreadFields;
import hone.imports.ImportChoices.Decided;
import hone.imports.ImportChoices.NearDuplicates;
import hone.imports.ImportChoices.Purpose;
import hone.web.Invalid;
import hone.web.Typed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The choices of an import as a form sends them, or an address in its parameters. */
public final class ChoicesForm {
    private ChoicesForm() {}

    /** @param fields a {@code field-N} and a {@code use-N} for each field of the file */
    static ImportChoices read(Map<String, List<String>> fields) {
        Map<String, Use> uses = new LinkedHashMap<>();
        for (int i = 0; i < ImportPreview.FIELDS_MAX; i++) {
            String name = first(fields, "field-" + i);
            String use = first(fields, "use-" + i);
            if (!name.isEmpty() && !use.isEmpty()) {
                uses.put(field(name), use(use));
            }
        }
        return new ImportChoices(
                Optional.of(first(fields, "format"))
                        .filter(format -> Formats.named(format).isPresent()),
                uses,
                fields.containsKey("keep") ? UnreadFields.KEEP : UnreadFields.REFUSE,
                fields.containsKey("skip") ? NearDuplicates.SKIP : NearDuplicates.TAKE,
                fields.containsKey("again") ? Decided.ASK_AGAIN : Decided.AS_DATA,
                Purpose.IMPORT);
    }

    private static String first(Map<String, List<String>> fields, String name) {
        return fields.getOrDefault(name, List.of()).stream().findFirst().orElse("");
    }

    static Use use(String name) {
        return Use.named(name)
                .orElseThrow(() -> Invalid.field(
                        "map",
                        "“" + name + "” is nothing that a field can be. It can be: "
                                + String.join(
                                        ", ",
                                        List.of(Use.values()).stream()
                                                .map(Use::wireName)
                                                .toList())
                                + "."));
    }

    /** @param typed {@code FIELD=USE} */
    public static Map<String, Use> mapping(List<String> typed) {
        Map<String, Use> uses = new LinkedHashMap<>();
        for (String one : typed) {
            int sign = one.lastIndexOf('=');
            if (sign < 1) {
                throw Invalid.field("map", "“" + one + "” names no field and its use: write FIELD=USE.");
            }
            uses.put(field(one.substring(0, sign)), use(one.substring(sign + 1)));
        }
        return uses;
    }

    /** What is said of a field is kept under its name. */
    private static String field(String name) {
        if (name.length() > ImportLimits.NAME_CHARACTERS_MAX
                || !Typed.text(name).equals(name)) {
            throw Invalid.field(
                    "map",
                    "A field whose name is longer than " + ImportLimits.NAME_CHARACTERS_MAX
                            + " characters, or has a character that can’t be stored, can’t be named. Rename it in the file.");
        }
        return name;
    }
}
