package posthouse.imap;

import java.util.Optional;
import java.util.OptionalLong;

/// What CONDSTORE and QRESYNC add to commands (RFC 7162 §7), in the places that RFC 4466 made.
final class SyncParser {
    private final Tokens in;

    SyncParser(Tokens in) {
        this.in = in;
    }

    /// What stands behind the mailbox in SELECT.
    ///
    /// @param condstore whether it turns CONDSTORE on
    record SelectParameters(boolean condstore, Optional<Resync> resync) {}

    /// `[SP "(" select-param *(SP select-param) ")"]`, `select-param = "CONDSTORE" / "QRESYNC" SP
    /// "(" uidvalidity SP mod-sequence-value [SP known-uids] [SP seq-match-data] ")"`
    SelectParameters select() throws SyntaxError {
        boolean condstore = false;
        Optional<Resync> resync = Optional.empty();
        if (in.take(' ')) {
            in.expect('(');
            do {
                String name = in.keyword();
                switch (name) {
                    case "CONDSTORE" -> condstore = true;
                    case "QRESYNC" -> resync = Optional.of(resync());
                    default -> throw new SyntaxError("SELECT knows no " + name);
                }
            } while (in.take(' '));
            in.expect(')');
        }
        return new SelectParameters(condstore, resync);
    }

    private Resync resync() throws SyntaxError {
        in.sp();
        in.expect('(');
        long uidValidity = in.nzNumber();
        in.sp();
        long modSeq = in.modSequence();
        Optional<SequenceSet> known = Optional.empty();
        Optional<Resync.Match> match = Optional.empty();
        boolean more = in.take(' ');
        if (more && in.isSequenceSetStart()) {
            known = Optional.of(numbers());
            more = in.take(' ');
        }
        if (more) {
            match = Optional.of(match());
        }
        in.expect(')');
        return new Resync(uidValidity, modSeq, known, match);
    }

    /// `seq-match-data = "(" known-sequence-set SP known-uid-set ")"`
    private Resync.Match match() throws SyntaxError {
        in.expect('(');
        SequenceSet numbers = numbers();
        in.sp();
        SequenceSet uids = numbers();
        in.expect(')');
        return new Resync.Match(numbers, uids);
    }

    /// `known-uids = sequence-set`, where `*` is not allowed
    private SequenceSet numbers() throws SyntaxError {
        SequenceSet numbers = in.sequenceSet();
        if (numbers.saved()) {
            throw new SyntaxError("what is known has no $ in it");
        }
        for (var range : numbers.ranges()) {
            if (range.first() == SequenceSet.STAR || range.last() == SequenceSet.STAR) {
                throw new SyntaxError("what is known has no * in it");
            }
        }
        return numbers;
    }

    /// `[SP "(" fetch-modifier *(SP fetch-modifier) ")"]`, `fetch-modifier = "CHANGEDSINCE" SP
    /// mod-sequence-value / "VANISHED" / "PARTIAL" SP partial-range` (RFC 9394 §4)
    FetchModifiers fetch(boolean uid) throws SyntaxError {
        if (!in.take(' ')) {
            return FetchModifiers.NONE;
        }
        in.expect('(');
        var since = OptionalLong.empty();
        boolean vanished = false;
        Optional<PartialRange> partial = Optional.empty();
        do {
            String name = in.keyword();
            switch (name) {
                case "CHANGEDSINCE" -> {
                    in.sp();
                    // iOS sends 0, which the grammar does not have.
                    since = OptionalLong.of(in.modSequence());
                }
                case "VANISHED" -> vanished = true;
                case "PARTIAL" -> {
                    in.sp();
                    partial = Optional.of(in.partialRange());
                }
                default -> throw new SyntaxError("FETCH knows no " + name);
            }
        } while (in.take(' '));
        in.expect(')');
        if (vanished && (!uid || since.isEmpty())) {
            throw new SyntaxError("VANISHED goes with UID FETCH and CHANGEDSINCE");
        }
        if (partial.isPresent() && !uid) {
            throw new SyntaxError("PARTIAL goes with UID FETCH"); // RFC 9394 §3.3
        }
        return new FetchModifiers(since, vanished, partial);
    }

    /// `["(" "UNCHANGEDSINCE" SP mod-sequence-valzer ")" SP]`
    OptionalLong unchangedSince() throws SyntaxError {
        if (!in.take('(')) {
            return OptionalLong.empty();
        }
        String name = in.keyword();
        if (!name.equals("UNCHANGEDSINCE")) {
            throw new SyntaxError("STORE knows no " + name);
        }
        in.sp();
        long modSeq = in.modSequence();
        in.expect(')');
        in.sp();
        return OptionalLong.of(modSeq);
    }
}
