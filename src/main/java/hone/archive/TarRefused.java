package hone.archive;

import java.io.IOException;

/** A tar that is none, breaks off, or holds what no directory of files needs. */
public final class TarRefused extends IOException {
    private static final long serialVersionUID = 1;

    private final String sentence;

    TarRefused(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
