package hone.token;

import hone.contract.Wire;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/** The secret of a token. A plain hash is enough to store 256 random bits. */
record TokenSecret(String text) {
    /** Lets scanners find leaked tokens in code and logs. */
    static final String PREFIX = "hone_";

    private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    /** 43 letters out of 62 hold 256 bits. */
    private static final int LENGTH = 43;

    private static final int SHOWN = 10;
    private static final SecureRandom RANDOM = new SecureRandom();

    static TokenSecret random() {
        StringBuilder text = new StringBuilder(PREFIX);
        for (int i = 0; i < LENGTH; i++) {
            text.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return new TokenSecret(text.toString());
    }

    /** The beginning: enough to recognise the token, too little to use it. */
    String beginning() {
        return text.substring(0, SHOWN);
    }

    String sha256() {
        return Wire.sha256(text.getBytes(StandardCharsets.UTF_8));
    }
}
