package hone.trainer.tensor;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorType;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Type;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * libtorch's lazy device: a second device that every build of it has, which notes down what is to be computed and computes it, with the
 * processor's kernels, when somebody reads a number. To the rest of libtorch it is as foreign as a GPU: most operations refuse to mix its
 * tensors with the processor's, and its tensors have no memory that Java could read. So what runs on it, with the right numbers, keeps its
 * tensors on one device.
 */
public final class LazyDevice implements Device, AutoCloseable {
    private static final String BEGIN =
            "_ZN5torch4lazy22InitTorchScriptBackendEv"; // torch::lazy::InitTorchScriptBackend()

    /**
     * Otherwise each operation is tried on tensors without numbers first, for which many have no kernel in C++; and a single number
     * divided by one of Java's became a double.
     */
    private static final Map<String, String> ENVIRONMENT =
            Map.of("TORCH_DISABLE_FUNCTIONALIZATION_META_REFERENCE", "1", "LTC_FORCE_FALLBACK", "aten::div");

    private static boolean begun;

    private int calls;

    private LazyDevice() {}

    /** Where this process computes until it is closed. */
    public static LazyDevice open() {
        begin();
        LazyDevice device = new LazyDevice();
        Tensors.computeOn(device);
        return device;
    }

    /** Python's torch begins it in the same way; the presets do not map it. */
    private static synchronized void begin() {
        if (begun) {
            return;
        }
        Torch.start(1);
        Linker linker = Linker.nativeLinker();
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"));
                Arena arena = Arena.ofConfined()) {
            Path library = maps.filter(line -> line.endsWith("/libtorch_cpu.so"))
                    .map(line -> Path.of(line.substring(line.indexOf('/'))))
                    .findFirst()
                    .orElseThrow();
            MethodHandle setenv = linker.downcallHandle(
                    linker.defaultLookup().find("setenv").orElseThrow(),
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
            for (var variable : ENVIRONMENT.entrySet()) {
                MemorySegment name = arena.allocateFrom(variable.getKey());
                int set = (int) setenv.invokeExact(name, arena.allocateFrom(variable.getValue()), 1);
                if (set != 0) {
                    throw new IllegalStateException("the environment can't be set");
                }
            }
            MethodHandle begin = linker.downcallHandle(
                    SymbolLookup.libraryLookup(library, Arena.global())
                            .find(BEGIN)
                            .orElseThrow(),
                    FunctionDescriptor.ofVoid());
            begin.invokeExact();
            begun = true;
        } catch (IOException | RuntimeException | Error e) {
            throw new IllegalStateException("libtorch's lazy device can't be begun", e);
        } catch (Throwable e) {
            throw new IllegalStateException("a function of C can't be called", e);
        }
    }

    private static org.bytedeco.pytorch.Device there() {
        return new org.bytedeco.pytorch.Device(DeviceType.Lazy, (byte) 0);
    }

    /** Whether a tensor lies there. */
    public static boolean has(Tensor tensor) {
        return tensor.device().type().intern() == DeviceType.Lazy;
    }

    @Override
    public TensorOptions options(ScalarType type) {
        return new TensorOptions(type).device(new DeviceOptional(there()));
    }

    @Override
    public Tensor place(Tensor ofProcessor) {
        return ofProcessor.to(there(), ofProcessor.scalar_type());
    }

    @Override
    public Tensor fetch(Tensor tensor) {
        return tensor.cpu();
    }

    /** How often a kernel was called with tensors that all lie there. */
    public int calls() {
        return calls;
    }

    /** It has no kernel of AdamW, so the processor's is called with copies. */
    @Override
    public void call(OperatorHandle kernel, IValueVector arguments) {
        List<Tensor> own = new ArrayList<>();
        List<Tensor> copies = new ArrayList<>();
        IValueVector moved = new IValueVector();
        for (long i = 0; i < arguments.size(); i++) {
            moved.push_back(with(arguments.get(i), tensor -> {
                if (!has(tensor)) {
                    throw new IllegalStateException(
                            "a tensor of " + tensor.device().str().getString());
                }
                Tensor copy = tensor.cpu();
                own.add(tensor);
                copies.add(copy);
                return copy;
            }));
        }
        kernel.callBoxed(moved);
        calls++;
        for (int i = 0; i < own.size(); i++) {
            own.get(i).copy_(copies.get(i));
        }
    }

    private static IValue with(IValue argument, Function<Tensor, Tensor> change) {
        if (!argument.isTensorList()) {
            return argument;
        }
        GenericList list = new GenericList(new Type.TypePtr(TensorType.get()));
        TensorVector tensors = argument.toTensorVector();
        for (long i = 0; i < tensors.size(); i++) {
            list.push_back(new IValue(change.apply(tensors.get(i))));
        }
        return new IValue(list);
    }

    /** It has none, so only f32 can be computed there. */
    @Override
    public DeviceType autocast() {
        return DeviceType.CPU;
    }

    @Override
    public boolean worksSideBySide() {
        return false;
    }

    @Override
    public void close() {
        Tensors.computeOn(Processor.ALL);
    }
}
