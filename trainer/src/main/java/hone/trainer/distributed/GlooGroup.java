package hone.trainer.distributed;

import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.zeros_like;

import hone.trainer.run.DataParallel;
import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Tensors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.AllreduceOptions;
import org.bytedeco.pytorch.IntOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.PrefixStore;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.Store;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;

/**
 * Processes that exchange numbers by torch.distributed's Gloo. Large gradients are added up where they lie, all at the same time; the others
 * and which gradients there are travel together in one tensor. A GPU's go through the processor's memory: NCCL is not used. DDP's {@code Reducer} expects one backward pass a step that computes every
 * gradient; here two passes run at the same time and the output matrix has its gradient without one (NOTES.md).
 */
public final class GlooGroup implements DataParallel, AutoCloseable {
    /** How long processes wait for each other at the start: machines may have to fetch images. */
    private static final Duration JOIN = Duration.ofMinutes(10);

    /** A process that has not been heard of for so long hangs. A system property, for machines that pause for longer, and for tests. */
    private static final Duration SILENCE = Duration.ofSeconds(Integer.getInteger("hone.rankSilenceSeconds", 30));

    /** The first process may evaluate, sample or write for long while the others wait; they hear its heartbeat. */
    private static final Duration OPERATION = Duration.ofHours(24);

    /** Smaller gradients are sent together. */
    private static final long BYTES_ALONE_MIN = 1 << 20;

    private static final int THREADS = 2;

    private final Ranks ranks;
    private final ProcessGroupGloo gloo;
    private final Heartbeats heartbeats;
    private final List<Pointer> natives = new ArrayList<>();
    private final Milliseconds second;
    private final AllreduceOptions options;
    private boolean broken;

    private GlooGroup(Ranks ranks) {
        this.ranks = ranks;
        try (Scope scope = Scope.open()) {
            // Addresses are exchanged through the store. A store made with new may be handed to C++ once only, its
            // clones as often as wanted.
            Store store = kept(new TCPStore(ranks.masterAddress(), storeOptions(ranks)));
            Store shared = kept(store.clone());
            Store own = kept(store.clone());
            String prefix = ranks.storePrefix().orElse("") + "/hone";
            ProcessGroupGloo.Options group = ProcessGroupGloo.Options.create(new Milliseconds(JOIN.toMillis()));
            group.devices().push_back(device(ranks));
            group.threads(THREADS);
            gloo = kept(
                    new ProcessGroupGloo(kept(new PrefixStore(prefix, shared)), ranks.rank(), ranks.count(), group));
            options = kept(new AllreduceOptions());
            options.timeout(new Milliseconds(OPERATION.toMillis()));
            second = kept(new Milliseconds(Duration.ofSeconds(1).toMillis()));
            heartbeats = new Heartbeats(kept(new PrefixStore(prefix, own)), ranks, SILENCE);
        }
    }

    /** Waits until all processes are there. */
    public static GlooGroup join(Ranks ranks) {
        Loader.load(org.bytedeco.pytorch.presets.torch_gloo.class);
        try {
            return new GlooGroup(ranks);
        } catch (RunFailure e) {
            throw e;
        } catch (RuntimeException e) {
            String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new RankLost(
                    "Rank " + ranks.rank() + " has not met the " + (ranks.count() - 1) + " others at "
                            + ranks.masterAddress() + ":" + ranks.masterPort() + ": " + why,
                    e);
        }
    }

    private static TCPStoreOptions storeOptions(Ranks ranks) {
        TCPStoreOptions options = new TCPStoreOptions();
        options.port((short) ranks.masterPort());
        options.isServer(ranks.keepsStore());
        if (ranks.keepsStore() && ranks.areOnThisMachine()) {
            options.masterListenFd(new IntOptional(LoopbackListener.listen(ranks.masterPort())));
        }
        options.waitWorkers(false);
        options.timeout(new Milliseconds(JOIN.toMillis()));
        return options;
    }

    /** As torch.distributed chooses; on one machine nothing listens on an address that others can reach. */
    private static org.bytedeco.pytorch.gloo.Device device(Ranks ranks) {
        Optional<String> named = Optional.ofNullable(System.getenv("GLOO_SOCKET_IFNAME"));
        if (named.isPresent()) {
            return ProcessGroupGloo.createDeviceForInterface(named.get());
        }
        return ranks.areOnThisMachine()
                ? ProcessGroupGloo.createDeviceForHostname("127.0.0.1")
                : ProcessGroupGloo.createDefaultDevice();
    }

    private <P extends Pointer> P kept(P one) {
        natives.add(Scope.keep(one));
        return one;
    }

    @Override
    public int rank() {
        return ranks.rank();
    }

    @Override
    public int count() {
        return ranks.count();
    }

    @Override
    public double[] sum(double... values) {
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            Tensor all = Tensor.create(values, values.length); // (N), in f64
            await(List.of(start(all)));
            double[] sums = new double[values.length];
            new DoublePointer(all.data_ptr()).get(sums);
            return sums;
        }
    }

    @Override
    public void sumGradients(Collection<Tensor> parameters) {
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            List<Tensor> all = List.copyOf(parameters);
            List<Tensor> gradients = new ArrayList<>();
            float[] present = new float[all.size()];
            for (int i = 0; i < present.length; i++) {
                Tensor gradient = all.get(i).grad();
                present[i] = gradient.defined() ? 1 : 0;
                gradients.add(gradient.defined() ? gradient : zeros_like(all.get(i)));
            }
            List<Work> running = new ArrayList<>();
            List<Tensor> small = new ArrayList<>();
            for (int i = 0; i < present.length; i++) {
                Tensor gradient = gradients.get(i);
                Tensor sent = Tensors.fetched(gradient);
                if (gradient.nbytes() >= BYTES_ALONE_MIN) {
                    gradients.set(i, sent.contiguous());
                    running.add(start(gradients.get(i)));
                } else {
                    small.add(sent.reshape(-1));
                }
            }
            small.add(Tensor.create(present, present.length));
            Tensor together = cat(new TensorVector(small.toArray(Tensor[]::new))); // (N)
            running.add(start(together));
            await(running);
            put(all, gradients, together);
        }
    }

    /** The sums, into the parameters. */
    private static void put(List<Tensor> parameters, List<Tensor> gradients, Tensor together) {
        Tensor none = new Tensor();
        Tensor present = together.narrow(0, together.numel() - parameters.size(), parameters.size());
        float[] counts = new float[parameters.size()];
        new FloatPointer(present.data_ptr()).get(counts);
        long at = 0;
        for (int i = 0; i < counts.length; i++) {
            Tensor parameter = parameters.get(i);
            Tensor gradient = gradients.get(i);
            if (gradient.nbytes() < BYTES_ALONE_MIN) {
                gradient.copy_(together.narrow(0, at, gradient.numel()).view_as(gradient));
                at += gradient.numel();
            } else {
                gradient = Tensors.placed(gradient);
            }
            parameter.mutable_grad().put(counts[i] == 0 ? none : gradient);
        }
    }

    private Work start(Tensor tensor) {
        try {
            return gloo.allreduce(new TensorVector(tensor), options);
        } catch (RuntimeException e) {
            throw lost(heartbeats.explained(e));
        }
    }

    private void await(List<Work> running) {
        Heartbeats.Watch watch = heartbeats.watch();
        for (Work work : running) {
            while (!ended(work)) {
                watch.lost().ifPresent(gone -> {
                    throw lost(gone);
                });
            }
        }
    }

    /** Waits for a second. */
    private boolean ended(Work work) {
        try {
            work._wait(second);
            return true;
        } catch (RuntimeException e) {
            if (String.valueOf(e.getMessage()).contains("Operation timed out")) {
                return false;
            }
            throw lost(heartbeats.explained(e));
        }
    }

    private RuntimeException lost(RuntimeException e) {
        broken = true;
        return e;
    }

    @Override
    public void tell(RunFailure failure) {
        heartbeats.tell(failure);
    }

    /** What still waits for a process that is gone would block the end: then the natives are left to the end of this process. */
    @Override
    public void close() {
        heartbeats.close();
        if (!broken) {
            natives.reversed().forEach(Scope::release);
        }
    }
}
