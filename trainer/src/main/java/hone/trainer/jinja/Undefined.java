package hone.trainer.jinja;

/** What a name that nobody set stands for: it prints as nothing, is false and empty, and whoever asks it for more gets an error. */
record Undefined(String message) {
    static Undefined name(String name) {
        return new Undefined("'" + name + "' is undefined");
    }

    TemplateError used() {
        return TemplateError.failed(message);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Undefined;
    }

    @Override
    public int hashCode() {
        return 1;
    }
}
