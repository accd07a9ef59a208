package hone.devstack.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An address of the app with its placeholders, such as {@code POST /p/{slug}/people}. */
public record Route(String method, String path) {
    /** Reads the committed table of who may do what, whose first two columns are method and path. */
    public static List<Route> ofTable(Path table) throws IOException {
        return Files.readAllLines(table).stream()
                .map(line -> line.split("\t"))
                .filter(cells -> cells.length > 2 && cells[1].startsWith("/"))
                .map(cells -> new Route(cells[0], cells[1]))
                .toList();
    }

    public boolean isApi() {
        return path.startsWith("/api/");
    }
}
