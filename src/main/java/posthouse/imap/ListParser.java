package posthouse.imap;

import java.util.ArrayList;
import java.util.List;
import posthouse.bytes.Bytes;

/// LIST with its options (RFC 9051 §9 list).
final class ListParser {
    private final Tokens in;
    private boolean extended;
    private boolean subscribed;
    private boolean specialUse;
    private boolean recursive;
    private boolean returnSubscribed;
    private List<StatusItem> status = List.of();
    private int patternOctets;

    ListParser(Tokens in) {
        this.in = in;
    }

    /// `list = "LIST" [SP list-select-opts] SP mailbox SP mbox-or-pat [SP list-return-opts]`
    ImapCommand.ListMailboxes list() throws SyntaxError {
        in.sp();
        if (in.peek() == '(') {
            extended = true;
            selectOptions();
            in.sp();
        }
        Bytes reference = in.astring();
        in.sp();
        var patterns = patterns();
        if (in.take(' ') && !in.atEnd()) {
            extended = true;
            returnOptions();
        }
        var options =
                new ListOptions(
                        extended, subscribed, specialUse, recursive, returnSubscribed, status);
        return new ImapCommand.ListMailboxes(options, reference, patterns);
    }

    /// `list-select-opts = "(" [list-select-option *(SP list-select-option)] ")"`; RECURSIVEMATCH
    /// alone selects nothing that could be above something (§6.3.9.1).
    private void selectOptions() throws SyntaxError {
        in.expect('(');
        if (!in.take(')')) {
            do {
                selectOption(in.keyword());
            } while (in.take(' '));
            in.expect(')');
        }
        if (recursive && !subscribed && !specialUse) {
            throw new SyntaxError("RECURSIVEMATCH goes with another option");
        }
    }

    private void selectOption(String name) throws SyntaxError {
        switch (name) {
            case "SUBSCRIBED" -> {
                subscribed = true;
                returnSubscribed = true;
            }
            case "SPECIAL-USE" -> specialUse = true;
            case "RECURSIVEMATCH" -> recursive = true;
            case "REMOTE" -> {}
            default -> throw new SyntaxError("LIST selects nothing by " + name);
        }
    }

    /// `mbox-or-pat = list-mailbox / patterns`, `patterns = "(" list-mailbox *(SP list-mailbox)
    /// ")"`
    private List<Bytes> patterns() throws SyntaxError {
        if (!in.take('(')) {
            return List.of(pattern());
        }
        extended = true;
        var patterns = new ArrayList<Bytes>();
        do {
            patterns.add(pattern());
        } while (in.take(' '));
        in.expect(')');
        return List.copyOf(patterns);
    }

    private Bytes pattern() throws SyntaxError {
        Bytes pattern = in.listMailbox();
        if (pattern.length() > ImapLimits.PATTERN_MAX) {
            throw new SyntaxError(
                    "a pattern has at most " + ImapLimits.PATTERN_MAX + " characters");
        }
        patternOctets += pattern.length();
        if (patternOctets > ImapLimits.PATTERNS_MAX) {
            throw new SyntaxError(
                    "the patterns have at most "
                            + ImapLimits.PATTERNS_MAX
                            + " characters together");
        }
        return pattern;
    }

    /// `list-return-opts = "RETURN" SP "(" [return-option *(SP return-option)] ")"`
    private void returnOptions() throws SyntaxError {
        if (!in.takeKeyword("RETURN")) {
            throw new SyntaxError("behind the patterns of LIST comes RETURN");
        }
        in.sp();
        in.expect('(');
        if (!in.take(')')) {
            do {
                returnOption(in.keyword());
            } while (in.take(' '));
            in.expect(')');
        }
    }

    /// `return-option = "SUBSCRIBED" / "CHILDREN" / status-option`, and SPECIAL-USE. Children and
    /// uses are told in any case.
    private void returnOption(String name) throws SyntaxError {
        switch (name) {
            case "SUBSCRIBED" -> returnSubscribed = true;
            case "STATUS" -> {
                in.sp();
                status = StatusItem.list(in);
            }
            case "CHILDREN", "SPECIAL-USE" -> {}
            default -> throw new SyntaxError("LIST returns no " + name);
        }
    }
}
