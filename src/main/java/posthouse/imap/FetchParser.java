package posthouse.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What FETCH asks for (RFC 3501 §9 fetch-att).
final class FetchParser {
    private final Tokens in;

    FetchParser(Tokens in) {
        this.in = in;
    }

    /// `"ALL" / "FULL" / "FAST" / fetch-att / "(" fetch-att *(SP fetch-att) ")"`
    List<FetchItem> items() throws SyntaxError {
        if (!in.take('(')) {
            return macroOrItem(in.keyword());
        }
        var items = new ArrayList<FetchItem>();
        do {
            items.add(item(in.keyword()));
            if (items.size() > ImapLimits.FETCH_ITEMS_MAX) {
                throw new SyntaxError(
                        "FETCH asks for at most " + ImapLimits.FETCH_ITEMS_MAX + " items");
            }
        } while (in.take(' '));
        in.expect(')');
        return List.copyOf(items);
    }

    private List<FetchItem> macroOrItem(String name) throws SyntaxError {
        var flags = new FetchItem.Flags();
        var date = new FetchItem.InternalDate();
        var size = new FetchItem.Size();
        var envelope = new FetchItem.Envelope();
        return switch (name) {
            case "FAST" -> List.of(flags, date, size);
            case "ALL" -> List.of(flags, date, size, envelope);
            case "FULL" -> List.of(flags, date, size, envelope, new FetchItem.Structure(false));
            default -> List.of(item(name));
        };
    }

    /// `fetch-att = "ENVELOPE" / "FLAGS" / "INTERNALDATE" / "RFC822" [".HEADER" / ".SIZE" /
    /// ".TEXT"] / "BODY" ["STRUCTURE"] / "UID" / "BODY" [".PEEK"] section ["<" number "." nz-number
    /// ">"]`, BINARY (RFC 3516 §7), EMAILID and THREADID (RFC 8474 §7), SAVEDATE (RFC 8514 §5),
    /// PREVIEW (RFC 8970 §6)
    private FetchItem item(String name) throws SyntaxError {
        return switch (name) {
            case "UID" -> new FetchItem.Uid();
            case "FLAGS" -> new FetchItem.Flags();
            case "MODSEQ" -> new FetchItem.ModSeq();
            case "INTERNALDATE" -> new FetchItem.InternalDate();
            case "RFC822.SIZE" -> new FetchItem.Size();
            case "SAVEDATE" -> new FetchItem.SaveDate();
            case "PREVIEW" -> preview();
            case "EMAILID" -> new FetchItem.EmailId();
            case "THREADID" -> new FetchItem.ThreadId();
            case "ENVELOPE" -> new FetchItem.Envelope();
            case "BODYSTRUCTURE" -> new FetchItem.Structure(true);
            case "RFC822" -> whole("RFC822", FetchItem.Section.WHOLE, false);
            case "RFC822.HEADER" -> whole("RFC822.HEADER", FetchItem.Section.HEADER, true);
            case "RFC822.TEXT" -> whole("RFC822.TEXT", FetchItem.Section.TEXT, false);
            case "BODY" -> in.peek() == '[' ? body(false) : new FetchItem.Structure(false);
            case "BODY.PEEK" -> body(true);
            case "BINARY" -> new FetchItem.Binary(sectionBinary(), false, partial());
            case "BINARY.PEEK" -> new FetchItem.Binary(sectionBinary(), true, partial());
            case "BINARY.SIZE" -> new FetchItem.BinarySize(sectionBinary());
            default -> throw new SyntaxError("FETCH knows no " + name);
        };
    }

    /// `"PREVIEW" [SP "(" preview-mod *(SP preview-mod) ")"]` (RFC 8970 §6). Behind it may stand
    /// the modifiers of FETCH, also in parentheses.
    private FetchItem preview() throws SyntaxError {
        if (in.takeListOf("LAZY")) {
            do {
                String modifier = in.keyword();
                if (!modifier.equals("LAZY")) {
                    throw new SyntaxError("PREVIEW knows no " + modifier);
                }
            } while (in.take(' '));
            in.expect(')');
        }
        return new FetchItem.Preview();
    }

    private static FetchItem whole(String name, FetchItem.Section section, boolean peek) {
        return new FetchItem.Body(name, section, peek, Optional.empty());
    }

    /// `section ["<" number "." nz-number ">"]`
    private FetchItem body(boolean peek) throws SyntaxError {
        FetchItem.Section section = section();
        return new FetchItem.Body(FetchWriter.name(section), section, peek, partial());
    }

    /// `["<" number64 "." nz-number64 ">"]` (RFC 9051 §9)
    private Optional<FetchItem.Partial> partial() throws SyntaxError {
        if (!in.take('<')) {
            return Optional.empty();
        }
        long origin = in.number64();
        in.expect('.');
        var partial = new FetchItem.Partial(origin, in.nzNumber64());
        in.expect('>');
        return Optional.of(partial);
    }

    /// `section = "[" [section-msgtext / (section-part ["." section-text])] "]"`
    private FetchItem.Section section() throws SyntaxError {
        in.expect('[');
        if (in.take(']')) {
            return FetchItem.Section.WHOLE;
        }
        List<Integer> path = part();
        boolean whole = in.take(']');
        if (whole) {
            return new FetchItem.Section(path, new FetchItem.Text.All());
        }
        if (!path.isEmpty()) {
            in.expect('.');
        }
        var section = new FetchItem.Section(path, text(!path.isEmpty()));
        in.expect(']');
        return section;
    }

    /// `section-binary = "[" [section-part] "]"`
    private List<Integer> sectionBinary() throws SyntaxError {
        in.expect('[');
        List<Integer> path = part();
        in.expect(']');
        return path;
    }

    /// `section-part = nz-number *("." nz-number)`, or nothing; a point behind it stays.
    private List<Integer> part() throws SyntaxError {
        var path = new ArrayList<Integer>();
        while (in.isDigitAfter(path.isEmpty() ? 0 : 1)) {
            if (!path.isEmpty()) {
                in.expect('.');
            }
            path.add((int) Math.min(in.nzNumber(), Integer.MAX_VALUE));
            if (path.size() > ImapLimits.PART_DEPTH_MAX) {
                throw new SyntaxError("no part lies that deep");
            }
        }
        return List.copyOf(path);
    }

    /// `section-text = section-msgtext / "MIME"`, `section-msgtext = "HEADER" / "HEADER.FIELDS"
    /// [".NOT"] SP header-list / "TEXT"`
    private FetchItem.Text text(boolean inPart) throws SyntaxError {
        String name = in.keyword();
        return switch (name) {
            case "HEADER" -> new FetchItem.Text.Header();
            case "HEADER.FIELDS" -> new FetchItem.Text.HeaderFields(headerList(), false);
            case "HEADER.FIELDS.NOT" -> new FetchItem.Text.HeaderFields(headerList(), true);
            case "TEXT" -> new FetchItem.Text.Body();
            case "MIME" -> mime(inPart);
            default -> throw new SyntaxError("a message has no section " + name);
        };
    }

    private static FetchItem.Text mime(boolean inPart) throws SyntaxError {
        if (!inPart) {
            throw new SyntaxError("MIME is a section of a part");
        }
        return new FetchItem.Text.Mime();
    }

    /// `SP header-list`, `header-list = "(" header-fld-name *(SP header-fld-name) ")"`,
    /// `header-fld-name = astring`
    private List<String> headerList() throws SyntaxError {
        in.sp();
        in.expect('(');
        var names = new ArrayList<String>();
        do {
            names.add(in.astring().latin1());
        } while (in.take(' '));
        in.expect(')');
        return List.copyOf(names);
    }
}
