package hone.arrivals;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which files of a directory make the model, and which are left out: whatever nothing here reads, and whatever could run code. */
final class TakenNames {
    private static final Set<String> READ = Set.of(
            "config.json",
            "generation_config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "added_tokens.json",
            "vocab.json",
            "merges.txt",
            "chat_template.jinja",
            "chat_template.json",
            "adapter_config.json", // refused by name when it is read
            "README.md",
            "SOURCE.md");
    private static final Pattern WEIGHTS =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,80}\\.safetensors(\\.index\\.json)?");
    private static final Pattern LICENCE = Pattern.compile("(licen[cs]e|copying|notice)([._-][a-z0-9._-]{0,40})?");
    private static final List<String> PICKLES =
            List.of(".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".msgpack", ".h5");

    private TakenNames() {}

    static boolean has(String name) {
        return READ.contains(name)
                || WEIGHTS.matcher(name).matches()
                || LICENCE.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    static boolean isWeights(String name) {
        return name.endsWith(".safetensors");
    }

    static boolean isPickle(String name) {
        return PICKLES.stream().anyMatch(name::endsWith);
    }
}
