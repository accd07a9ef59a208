package hone.trainer.serve;

import hone.trainer.tensor.Torch;

/** Loads libtorch once, with the first model: a server that has none yet costs little memory and no time. */
final class LibTorch {
    private static boolean started;

    private LibTorch() {}

    static synchronized void started(int threads) {
        if (!started) {
            Torch.start(threads);
            started = true;
        }
    }
}
