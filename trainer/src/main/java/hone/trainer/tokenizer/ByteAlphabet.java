package hone.trainer.tokenizer;

/** GPT-2's printable stand-ins for the 256 bytes: printable Latin-1 stands for itself, the others follow from U+0100. */
final class ByteAlphabet {
    private static final char[] CHARACTERS = new char[256];

    static {
        int others = 0;
        for (int b = 0; b < CHARACTERS.length; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
            CHARACTERS[b] = printable ? (char) b : (char) (256 + others++);
        }
    }

    private ByteAlphabet() {}

    static char characterOf(byte value) {
        return CHARACTERS[value & 0xFF];
    }

    static char[] characters() {
        return CHARACTERS.clone();
    }
}
