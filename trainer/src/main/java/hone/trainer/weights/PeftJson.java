package hone.trainer.weights;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.LoraSettings;
import hone.trainer.decoder.Adapter;
import hone.trainer.decoder.Linear;
import java.util.Map;

/** Writes an adapter's {@code adapter_config.json} as PEFT reads it. */
public final class PeftJson {
    private PeftJson() {}

    /** @param base sha256 of the model that it was trained on, see {@link AdapterBase#sha256} */
    public static ObjectNode of(Adapter adapter, Map<String, Linear> linears, String base, PeftTask task) {
        boolean transposed = linears.values().stream().anyMatch(linear -> linear.stored() == Linear.Stored.IN_OUT);
        LoraSettings settings = adapter.settings();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("peft_type", "LORA")
                .put("task_type", task.wireName())
                .put("base_model_name_or_path", AdapterBase.address(base))
                .put("r", settings.rank())
                .put("lora_alpha", settings.alpha())
                .put("lora_dropout", settings.dropout().orElse(0.0))
                .put("use_rslora", settings.scaling().orElse("").equals(LoraSettings.RSLORA))
                .put("use_dora", false)
                .put("bias", "none")
                .put("fan_in_fan_out", transposed)
                .put("inference_mode", true)
                .put("init_lora_weights", true);
        adapter.parts().keySet().forEach(json.withArray("target_modules")::add);
        switch (task) {
            case LANGUAGE_MODEL -> json.putNull("modules_to_save");
            case SCORER -> json.putArray("modules_to_save").add("score");
        }
        ObjectNode ranks = json.putObject("rank_pattern");
        ObjectNode alphas = json.putObject("alpha_pattern");
        adapter.parts().forEach((matrix, part) -> {
            if (part.a().size(0) != settings.rank()) {
                ranks.put(matrix, part.a().size(0));
            }
            if (part.alpha() != settings.alpha()) {
                alphas.put(matrix, part.alpha());
            }
        });
        return json;
    }
}
