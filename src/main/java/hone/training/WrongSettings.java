package hone.training;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import hone.contract.UnreadableMessage;
import hone.contract.Violation;
import hone.contract.Wire;
import hone.web.Complaints;
import io.quarkus.qute.TemplateExtension;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is wrong with a typed recipe, setting by setting: told together, each with its place in the text and what is allowed. */
public final class WrongSettings {
    private static final ObjectMapper JSON = Wire.mapper();

    private WrongSettings() {}

    /**
     * One of them.
     *
     * @param setting its path in the JSON
     * @param line where it stands in what was typed; 0: nowhere, as it is missing
     * @param what behind its name: “is 0, but must be from 1 to 4096.”
     */
    public record Wrong(String setting, int line, String what) {}

    /** Notes a refused recipe: a sentence for its field, and one for each setting, by {@code recipe.lora.rank}. */
    public static void note(Complaints.Collector complaints, String field, UnreadableMessage refused) {
        int settings = refused.violations().size();
        if (settings == 0) {
            complaints.add(field, String.valueOf(refused.getMessage()));
            return;
        }
        complaints.add(field, settings == 1 ? "One setting can’t be taken." : settings + " settings can’t be taken.");
        Map<String, String> sentences = refused.violations().stream()
                .collect(Collectors.groupingBy(
                        Violation::setting,
                        LinkedHashMap::new,
                        Collectors.mapping(violation -> violation.sentence() + ".", Collectors.joining(" "))));
        sentences.forEach((setting, sentence) -> complaints.add(field + "." + setting, sentence));
    }

    /** {@code {complaints.wrongSettings('recipe', typed)}}; empty where the text as a whole is what was refused. */
    @TemplateExtension
    static List<Wrong> wrongSettings(Complaints complaints, String field, String typed) {
        String prefix = field + ".";
        Map<String, Integer> lines = lines(typed);
        return complaints.byField().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .map(entry -> {
                    String setting = entry.getKey().substring(prefix.length());
                    String what = entry.getValue();
                    return new Wrong(
                            setting,
                            lines.getOrDefault(setting.replaceAll("\\[[0-9]+]$", ""), 0),
                            what.startsWith(setting + " ") ? what.substring(setting.length() + 1) : what);
                })
                .toList();
    }

    /** On which line each setting stands. */
    private static Map<String, Integer> lines(String typed) {
        Map<String, Integer> lines = new HashMap<>();
        try (JsonParser parser = JSON.createParser(typed)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    String path = parser.getParsingContext()
                            .pathAsPointer()
                            .toString()
                            .substring(1)
                            .replace('/', '.');
                    lines.put(path, parser.currentTokenLocation().getLineNr());
                }
            }
        } catch (IOException e) {
            return Map.of(); // the page says that it is no JSON
        }
        return lines;
    }
}
