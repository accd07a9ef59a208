package hone.web;

import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.multipart.FormData;
import org.jboss.resteasy.reactive.server.multipart.FormValue;
import org.jspecify.annotations.Nullable;

/**
 * All fields of the form in this request, whatever their names: for forms whose fields depend on data. The form has already
 * been parsed by then, because its token was checked.
 */
public final class SentFields {
    private static final int NAMES_MAX = 200;
    private static final int NAME_CHARACTERS_MAX = 60;

    private SentFields() {}

    /** In the order in which they were sent; a field is left out when its name is not of the kind that our pages use. */
    public static Map<String, List<String>> all() {
        FormData form = CurrentRequestManager.get().getFormData();
        Map<String, List<String>> fields = new LinkedHashMap<>();
        if (form == null) {
            return fields;
        }
        for (String name : form) {
            if (isOurs(name) && fields.size() < NAMES_MAX) {
                fields.put(name, texts(form.get(name)));
            }
        }
        return fields;
    }

    /** @param name null where a part of a multipart body has none */
    private static boolean isOurs(@Nullable String name) {
        return name != null && name.length() <= NAME_CHARACTERS_MAX && name.matches("[a-z][A-Za-z0-9-]*");
    }

    private static List<String> texts(Deque<FormValue> values) {
        List<String> texts = new ArrayList<>();
        values.stream()
                .filter(value -> !value.isFileItem())
                .map(FormValue::getValue)
                .forEach(texts::add);
        return texts;
    }
}
