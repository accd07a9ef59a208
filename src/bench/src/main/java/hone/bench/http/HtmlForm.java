package hone.bench.http;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * A form that can be filled in as a person would: its fields with their values, hidden ones too, sent as a browser sends them.
 *
 * @param names every field name of the form, including boxes that are not ticked
 */
public record HtmlForm(URI action, String method, List<Field> fields, List<String> names) {
    /** One name and value that will be sent. */
    public record Field(String name, String value) {}

    public HtmlForm {
        fields = List.copyOf(fields);
        names = List.copyOf(names);
    }

    public static HtmlForm read(Element form) {
        List<Field> fields = new ArrayList<>();
        List<String> names = new ArrayList<>();
        controls(form).filter(control -> !control.attr("name").isEmpty()).forEach(control -> {
            names.add(control.attr("name"));
            valueOf(control).ifPresent(value -> fields.add(new Field(control.attr("name"), value)));
        });
        String action = form.absUrl("action");
        String address = action.isEmpty() ? form.baseUri() : action;
        String method = form.attr("method").toLowerCase(Locale.ROOT);
        return new HtmlForm(URI.create(address), method.isEmpty() ? "get" : method, fields, names);
    }

    /** Fields inside the form, and those elsewhere that name it as theirs. */
    private static Stream<Element> controls(Element form) {
        Stream<Element> inside = form.select("input, select, textarea, button").stream()
                .filter(control ->
                        !control.hasAttr("form") || control.attr("form").equals(form.id()));
        Document page = form.ownerDocument();
        if (form.id().isEmpty() || page == null) {
            return inside;
        }
        Stream<Element> elsewhere = page.select("[form=" + form.id() + "]").stream()
                .filter(control -> control.parents().stream().noneMatch(parent -> parent.equals(form)));
        return Stream.concat(inside, elsewhere);
    }

    /** What would be sent if the form were submitted as it is; a button sends nothing until it is pressed. */
    private static Optional<String> valueOf(Element control) {
        if (control.hasAttr("disabled")) {
            return Optional.empty();
        }
        return switch (control.tagName()) {
            // The line break after the opening tag is not part of the text (HTML, 13.1.2.5); jsoup keeps it.
            case "textarea" -> Optional.of(control.wholeText().replaceFirst("^\n", ""));
            case "button" -> Optional.empty();
            case "select" -> {
                Element chosen = control.selectFirst("option[selected]");
                Element first = chosen == null ? control.selectFirst("option") : chosen;
                yield Optional.ofNullable(first).map(option -> option.hasAttr("value") ? option.val() : option.text());
            }
            default ->
                switch (control.attr("type")) {
                    case "checkbox", "radio" ->
                        control.hasAttr("checked")
                                ? Optional.of(control.hasAttr("value") ? control.val() : "on")
                                : Optional.empty();
                    case "submit", "button", "reset", "image", "file" -> Optional.empty();
                    default -> Optional.of(control.val());
                };
        };
    }

    public boolean has(String name) {
        return names.contains(name);
    }

    public Optional<String> value(String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .map(Field::value)
                .findFirst();
    }

    /** The same form with this field filled in or this choice selected, replacing any earlier value. */
    public HtmlForm with(String name, String value) {
        List<Field> filled = new ArrayList<>(
                fields.stream().filter(field -> !field.name().equals(name)).toList());
        filled.add(new Field(name, value));
        return new HtmlForm(action, method, filled, names);
    }

    public String encoded() {
        return fields.stream()
                .map(field -> encode(field.name()) + "=" + encode(field.value()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        String lines = text.replace("\r\n", "\n").replace("\n", "\r\n"); // as browsers send line breaks
        return URLEncoder.encode(lines, StandardCharsets.UTF_8);
    }
}
