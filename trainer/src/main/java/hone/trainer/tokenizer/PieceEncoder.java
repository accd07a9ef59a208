package hone.trainer.tokenizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.trainer.jinja.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Encodes a text with special tokens: it is cut at them, as the tokenizers library does, and the pieces are encoded one by one. */
final class PieceEncoder implements AutoCloseable {
    private final Path directory;
    private final NativeTokenizer library;
    private final AddedTokens added;
    private final Marks marks;
    private final Spaces spaces;
    private Optional<NativeTokenizer> continuing = Optional.empty();

    /** Where the tokenizer puts a space in front of a text. */
    enum Spaces {
        NONE,
        /** Also in front of what follows a special token. */
        EVERY_PIECE,
        FIRST_PIECE;

        static Spaces of(ObjectNode file) {
            return LibraryFile.prependsOnlyToTheFirst(file)
                    ? FIRST_PIECE
                    : LibraryFile.prepends(file) ? EVERY_PIECE : NONE;
        }
    }

    /** @param library stays the caller's to close */
    PieceEncoder(Path directory, NativeTokenizer library, AddedTokens added, Marks marks, Spaces spaces) {
        this.directory = directory;
        this.library = library;
        this.added = added;
        this.marks = marks;
        this.spaces = spaces;
    }

    /** @param begins whether it begins a text, and does not go on where another ended */
    List<Integer> encode(Text text, boolean begins) {
        List<Integer> all = new ArrayList<>();
        for (Piece piece : pieces(text)) {
            if (piece.mark.isPresent()) {
                all.add(piece.mark.getAsInt());
                continue;
            }
            String part = text.value().substring(piece.start, piece.end);
            for (int id : marks.absentFrom(libraryFor(piece, begins).encodeAll(List.of(part), ""))
                    .getFirst()) {
                all.add(id);
            }
        }
        return all;
    }

    Tokenizer.Placed encodePlaced(Text text) {
        Tokenizer.Placed all = new Tokenizer.Placed(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Piece piece : pieces(text)) {
            String part = text.value().substring(piece.start, piece.end);
            int offset = text.value().codePointCount(0, piece.start);
            if (piece.mark.isPresent()) {
                all.ids().add(piece.mark.getAsInt());
                all.starts().add(offset);
                all.ends().add(offset + part.codePointCount(0, part.length()));
                continue;
            }
            NativeTokenizer.Placed placed = libraryFor(piece, true).encodePlaced(part);
            marks.absentFrom(List.of(placed.ids()));
            for (int t = 0; t < placed.ids().length; t++) {
                all.ids().add(placed.ids()[t]);
                all.starts().add(offset + placed.starts()[t]);
                all.ends().add(offset + placed.ends()[t]);
            }
        }
        return all;
    }

    /** Part of a text between special tokens, or such a token. */
    private record Piece(int start, int end, OptionalInt mark) {}

    private List<Piece> pieces(Text text) {
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        for (AddedTokens.Found found : added.in(text)) {
            if (at < found.start()) {
                pieces.add(new Piece(at, found.start(), OptionalInt.empty()));
            }
            pieces.add(new Piece(found.start(), found.end(), OptionalInt.of(found.id())));
            at = found.end();
        }
        if (at < text.value().length()) {
            pieces.add(new Piece(at, text.value().length(), OptionalInt.empty()));
        }
        return pieces;
    }

    private NativeTokenizer libraryFor(Piece piece, boolean begins) {
        boolean first = piece.start == 0;
        boolean goesOn = first ? !begins : spaces == Spaces.FIRST_PIECE;
        return goesOn && spaces != Spaces.NONE ? continuing() : library;
    }

    /** The same vocabulary without spaces in front; only some tokenizers need it, and it takes as much memory again. */
    private synchronized NativeTokenizer continuing() {
        if (continuing.isEmpty()) {
            ObjectNode file = LibraryFile.read(directory);
            LibraryFile.withhold(file);
            LibraryFile.continuing(file);
            continuing = Optional.of(NativeTokenizer.of(file));
        }
        return continuing.get();
    }

    @Override
    public synchronized void close() {
        continuing.ifPresent(NativeTokenizer::close);
    }
}
