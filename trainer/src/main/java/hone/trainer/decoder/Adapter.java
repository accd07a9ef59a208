package hone.trainer.decoder;

import static org.bytedeco.pytorch.global.torch.empty;
import static org.bytedeco.pytorch.global.torch.make_generator_cpu;

import hone.contract.LoraSettings;
import hone.trainer.data.ShuffledOrder;
import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * A low-rank adapter of a decoder: Hu et al. 2021, arXiv 2106.09685. Its matrices are named as PEFT names them, so that an
 * optimizer's state, a checkpoint and a file of PEFT use the same words.
 */
public final class Adapter implements AutoCloseable {
    private static final String PREFIX = "base_model.model.";
    private static final String A = ".lora_A.weight";
    private static final String B = ".lora_B.weight";

    private final LoraSettings settings;
    private final SequencedMap<String, LowRank> parts;

    /**
     * @param settings what most of its parts have in common
     * @param parts by the name of the matrix without {@code .weight}; their tensors are kept, and from now on the adapter's
     */
    public Adapter(LoraSettings settings, SequencedMap<String, LowRank> parts) {
        this.settings = settings;
        this.parts = new LinkedHashMap<>(parts);
        try (Scope scope = Scope.open()) {
            parameters().values().forEach(parameter -> parameter.set_requires_grad(true));
        }
    }

    /** A new one, which adds nothing yet: A is uniform within 1/√in, B is 0. */
    public static Adapter start(Map<String, Linear> linears, LoraSettings settings, long seed) {
        SequencedMap<String, LowRank> parts = new LinkedHashMap<>();
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            GeneratorOptional chance = new GeneratorOptional(make_generator_cpu(ShuffledOrder.mix(seed, -1)));
            targeted(linears, settings).forEach((name, linear) -> {
                double limit = 1 / Math.sqrt(linear.inputs());
                // Drawn with the processor's generator on every device, so a run begins alike on all.
                Tensor a =
                        Tensors.placed(empty(settings.rank(), linear.inputs()).uniform_(-limit, limit, chance));
                Tensor b = Tensors.zeros(linear.outputs(), settings.rank());
                parts.put(
                        name,
                        new LowRank(
                                Scope.keep(a),
                                Scope.keep(b),
                                settings.alpha(),
                                LoraSettings.scale(settings.alpha(), settings.rank(), settings.scaling()),
                                settings.dropout().orElse(0.0)));
            });
        }
        return new Adapter(settings, parts);
    }

    private static Map<String, Linear> targeted(Map<String, Linear> linears, LoraSettings settings) {
        List<String> targets = settings.targets().orElse(List.of(LoraSettings.ALL_LINEAR));
        if (targets.contains(LoraSettings.ALL_LINEAR)) {
            return linears;
        }
        Map<String, Linear> found = new LinkedHashMap<>();
        for (String target : targets) {
            RunFailure.unlessRecipe(
                    linears.keySet().stream().anyMatch(name -> isOf(name, target)),
                    "lora.targets names " + target + ", and this model has no such matrix; it has "
                            + String.join(", ", lastParts(linears)));
        }
        linears.forEach((name, linear) -> {
            if (targets.stream().anyMatch(target -> isOf(name, target))) {
                found.put(name, linear);
            }
        });
        return found;
    }

    /** Whether a matrix is meant: by its whole name or the last parts of it. */
    public static boolean isOf(String name, String target) {
        return name.equals(target) || name.endsWith("." + target);
    }

    private static TreeSet<String> lastParts(Map<String, Linear> linears) {
        TreeSet<String> parts = new TreeSet<>();
        linears.keySet().forEach(name -> parts.add(name.substring(name.lastIndexOf('.') + 1)));
        return parts;
    }

    public LoraSettings settings() {
        return settings;
    }

    Optional<LowRank> at(String name) {
        return Optional.ofNullable(parts.get(name));
    }

    /** By the name of their matrix. */
    public SequencedMap<String, LowRank> parts() {
        return parts;
    }

    /** What is trained, by PEFT's names. */
    public Map<String, Tensor> parameters() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        parts.forEach((name, part) -> {
            all.put(nameOfA(name), part.a());
            all.put(nameOfB(name), part.b());
        });
        return all;
    }

    public static String nameOfA(String matrix) {
        return PREFIX + matrix + A;
    }

    public static String nameOfB(String matrix) {
        return PREFIX + matrix + B;
    }

    /** A parameter that is no matrix of an adapter, as PEFT names it. */
    public static String nameOf(String parameter) {
        return PREFIX + parameter;
    }

    /** Adds it to the weights of its base, which then computes the same without it. */
    public void merge(Map<String, Linear> linears) {
        forEach(linears, (linear, part) -> linear.addToWeight(part.change()));
    }

    /** Takes it out of the weights again; what rounding changed stays. */
    public void unmerge(Map<String, Linear> linears) {
        forEach(linears, (linear, part) -> linear.addToWeight(part.change().neg()));
    }

    private interface Change {
        void of(Linear linear, LowRank part);
    }

    private void forEach(Map<String, Linear> linears, Change change) {
        parts.forEach((name, part) -> {
            Linear linear = linears.get(name);
            if (linear == null) {
                throw new IllegalStateException("the reader promised " + name);
            }
            try (Scope scope = Scope.open();
                    NoGradGuard constants = new NoGradGuard()) {
                change.of(linear, part);
            }
        });
    }

    @Override
    public void close() {
        parameters().values().forEach(Scope::release);
    }
}
