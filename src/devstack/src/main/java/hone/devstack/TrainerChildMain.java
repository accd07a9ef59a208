package hone.devstack;

/** A JVM with the trainer on its class path; it is given the trainer's command line. */
public final class TrainerChildMain {

    private TrainerChildMain() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        OrphanWatch.exitWithParent();
        Class.forName("hone.trainer.Main").getMethod("main", String[].class).invoke(null, (Object) args);
    }
}
