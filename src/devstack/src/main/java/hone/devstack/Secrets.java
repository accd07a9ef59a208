package hone.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The passwords that the parts of one stack use among themselves: random, created when first asked for, one file each that only
 * its owner can read. Benches and maintenance read them here, too.
 */
public record Secrets(Path folder) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 24;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z-]{0,62}");
    private static final FileAttribute<?> OWNERS_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> OWNERS_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    public Secrets {
        folder = folder.toAbsolutePath().normalize();
    }

    /** The secrets of the stack whose data is in the folder. */
    public static Secrets in(Path data) {
        return new Secrets(data.resolve("secrets"));
    }

    /** The secret with this name, which consists of letters, digits, {@code -} and {@code _}. */
    public String of(String name) {
        try {
            Path place = file(name);
            return Files.exists(place) ? read(place) : made(place);
        } catch (IOException e) {
            throw new UncheckedIOException("The secret " + name + " in " + folder + " can't be read or written", e);
        }
    }

    /** The file of the secret with this name. */
    public Path file(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a secret's name: " + name);
        }
        return folder.resolve(name);
    }

    /** Two processes may create it at the same time: a link takes the name only while it is free. */
    private String made(Path place) throws IOException {
        Files.createDirectories(folder, OWNERS_FOLDER);
        byte[] random = new byte[BYTES];
        RANDOM.nextBytes(random);
        Path fresh = Files.createTempFile(folder, ".new", "", OWNERS_FILE);
        try {
            Files.writeString(fresh, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
            Files.createLink(place, fresh);
        } catch (FileAlreadyExistsException e) {
            // The other one's secret is just as good.
        } finally {
            Files.delete(fresh);
        }
        return read(place);
    }

    private static String read(Path place) throws IOException {
        String secret = Files.readString(place).strip();
        if (secret.isEmpty()) {
            throw new NoSuchFileException(place.toString(), null, "it is empty: delete it, and a new one is made");
        }
        return secret;
    }
}
