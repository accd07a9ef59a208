package hone.trainer.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is measured of fine-tuning; the names are fixed: stage, numbers, model size, threads. */
enum TrainCase {
    SFT_15M_1T("sft-f32-15m-1t", ModelSize.M15, 1),
    SFT_15M_2T("sft-f32-15m-2t", ModelSize.M15, 2),
    SFT_110M_1T("sft-f32-110m-1t", ModelSize.M110, 1),
    SFT_110M_2T("sft-f32-110m-2t", ModelSize.M110, 2);

    private final String caseName;
    private final ModelSize size;
    private final int threads;

    TrainCase(String caseName, ModelSize size, int threads) {
        this.caseName = caseName;
        this.size = size;
        this.threads = threads;
    }

    static Optional<TrainCase> named(String name) {
        return Arrays.stream(values()).filter(one -> one.caseName.equals(name)).findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(TrainCase::caseName).toList();
    }

    String caseName() {
        return caseName;
    }

    ModelSize size() {
        return size;
    }

    int threads() {
        return threads;
    }
}
