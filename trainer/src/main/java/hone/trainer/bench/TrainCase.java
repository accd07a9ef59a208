package hone.trainer.bench;

import hone.trainer.tensor.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is measured of training; the names are fixed: stage, numbers, model size, threads. */
enum TrainCase {
    SFT_15M_1T("sft-f32-15m-1t", Stage.SFT, Precision.F32, ModelSize.M15, 1),
    SFT_15M_2T("sft-f32-15m-2t", Stage.SFT, Precision.F32, ModelSize.M15, 2),
    SFT_BF16_15M_1T("sft-bf16-15m-1t", Stage.SFT, Precision.BF16, ModelSize.M15, 1),
    SFT_BF16_15M_2T("sft-bf16-15m-2t", Stage.SFT, Precision.BF16, ModelSize.M15, 2),
    SFT_110M_1T("sft-f32-110m-1t", Stage.SFT, Precision.F32, ModelSize.M110, 1),
    SFT_110M_2T("sft-f32-110m-2t", Stage.SFT, Precision.F32, ModelSize.M110, 2),
    SFT_BF16_110M_2T("sft-bf16-110m-2t", Stage.SFT, Precision.BF16, ModelSize.M110, 2),
    REWARD_15M_1T("reward-f32-15m-1t", Stage.REWARD, Precision.F32, ModelSize.M15, 1),
    DPO_15M_1T("dpo-f32-15m-1t", Stage.DPO, Precision.F32, ModelSize.M15, 1);

    /** Of which stage the steps are. */
    enum Stage {
        SFT,
        REWARD,
        DPO
    }

    private final String caseName;
    private final Stage stage;
    private final Precision precision;
    private final ModelSize size;
    private final int threads;

    TrainCase(String caseName, Stage stage, Precision precision, ModelSize size, int threads) {
        this.caseName = caseName;
        this.stage = stage;
        this.precision = precision;
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

    Stage stage() {
        return stage;
    }

    Precision precision() {
        return precision;
    }

    ModelSize size() {
        return size;
    }

    int threads() {
        return threads;
    }

    /** A token is learned at nearly every position; a reward model reads them, and has no output matrix. */
    double flopsPerToken() {
        return size.flopsOfLayers() + (stage == Stage.REWARD ? 0 : size.flopsOfOutput());
    }
}
