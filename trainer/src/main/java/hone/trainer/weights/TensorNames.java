package hone.trainer.weights;

import hone.trainer.decoder.Layout;
import java.util.Set;

/**
 * The names of tensors here, from those in the files: a network that was saved without a head lacks the beginning that all its
 * names have in a model with one, as the files of GPT-2 do.
 */
record TensorNames(Layout layout, boolean bare) {
    static TensorNames of(Set<String> inFiles, Layout layout) {
        return new TensorNames(
                layout,
                inFiles.stream()
                        .noneMatch(name -> name.startsWith(layout.names().base())));
    }

    String here(String inFile) {
        String whole = layout.names().base() + inFile;
        return bare && !layout.knows(inFile) && layout.knows(whole) ? whole : inFile;
    }
}
