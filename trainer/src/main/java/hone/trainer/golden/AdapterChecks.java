package hone.trainer.golden;

import hone.trainer.data.TokenRows;
import hone.trainer.decoder.Adapter;
import hone.trainer.decoder.Decoder;
import hone.trainer.weights.ModelFiles;
import hone.trainer.weights.PeftFiles;
import java.nio.file.Path;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Checks of adapters. */
final class AdapterChecks {
    private AdapterChecks() {}

    static void lora(Golden.Check check, LargestError error) {
        Golden.Tensors given = check.tensors();
        Tensor ids = given.get("input_ids");
        Tensor real = given.get("attention_mask").unsqueeze(-1);
        Path directory = check.path(check.json().path("adapter").asText());
        Decoder base = ModelFiles.load(check.model());
        Adapter adapter = PeftFiles.read(directory, base.linears());
        try (Decoder model = base.with(adapter)) {
            Tensor plain = logits(base, ids);
            error.compare(logits(model, ids), given.get("logits"), real);

            TokenRows rows = ModelChecks.rows(ids, given.get("labels"));
            error.compare(
                    ModelChecks.learned(model, rows, rows.labelCount()),
                    check.expected().path("loss"));
            ModelChecks.compareGradients(model.trainableParameters(), check, given, error);

            adapter.merge(base.linears());
            error.compare(logits(base, ids), given.get("merged_logits"), real);
            adapter.unmerge(base.linears());
            error.compare(logits(base, ids), plain);
        }
    }

    private static Tensor logits(Decoder model, Tensor ids) {
        try (NoGradGuard constants = new NoGradGuard()) {
            return model.logits(model.hidden(ids));
        }
    }
}
