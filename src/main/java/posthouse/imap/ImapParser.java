package posthouse.imap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import posthouse.bytes.Bytes;
import posthouse.mailbox.FlagChange;

/// Octets of a command → [ImapCommand], or [SyntaxError] (RFC 3501 §9). Pure; one method a rule.
///
/// [#tag] first, then [#command]: so an error in the command can be answered with its tag.
final class ImapParser {
    private final Tokens in;

    ImapParser(Bytes octets) {
        in = new Tokens(octets);
    }

    /// `command = tag SP …`
    String tag() throws SyntaxError {
        return in.tag();
    }

    /// `command = tag SP (command-any / command-auth / command-nonauth / command-select) CRLF`
    ImapCommand command() throws SyntaxError {
        in.sp();
        String name = in.keyword();
        if (name.equals("UID")) {
            in.sp();
            return ended(uid(in.keyword()));
        }
        return ended(
                switch (name) {
                    case "CAPABILITY" -> new ImapCommand.Capability();
                    case "NOOP" -> new ImapCommand.Noop();
                    case "LOGOUT" -> new ImapCommand.Logout();
                    case "ID" -> id();
                    case "STARTTLS" -> new ImapCommand.StartTls();
                    case "AUTHENTICATE" -> authenticate();
                    case "LOGIN" -> login();
                    case "SELECT" -> select(false);
                    case "EXAMINE" -> select(true);
                    case "CREATE" -> create();
                    case "DELETE" -> new ImapCommand.Delete(mailbox());
                    case "RENAME" -> new ImapCommand.Rename(mailbox(), mailbox());
                    case "SUBSCRIBE" -> new ImapCommand.Subscribe(mailbox(), true);
                    case "UNSUBSCRIBE" -> new ImapCommand.Subscribe(mailbox(), false);
                    case "LIST" -> new ListParser(in).list();
                    case "LSUB" -> new ImapCommand.Lsub(mailbox(), pattern());
                    case "STATUS" -> status();
                    case "APPEND" -> append();
                    case "NAMESPACE" -> new ImapCommand.Namespace();
                    case "ENABLE" -> enable();
                    case "COMPRESS" -> compress();
                    case "UNAUTHENTICATE" -> new ImapCommand.Unauthenticate();
                    case "GETQUOTA" -> new ImapCommand.GetQuota(mailbox());
                    case "GETQUOTAROOT" -> new ImapCommand.GetQuotaRoot(mailbox());
                    case "SETQUOTA" -> setQuota();
                    case "IDLE" -> new ImapCommand.Idle();
                    case "CHECK" -> new ImapCommand.Check();
                    case "CLOSE" -> new ImapCommand.Close();
                    case "UNSELECT" -> new ImapCommand.Unselect();
                    case "EXPUNGE" -> new ImapCommand.Expunge(Optional.empty());
                    case "SEARCH" -> search(false);
                    case "SORT" -> new SearchParser(in).sort(false);
                    case "THREAD" -> new SearchParser(in).thread(false);
                    case "FETCH" -> fetch(false);
                    case "STORE" -> store(false);
                    case "REPLACE" -> replace(false);
                    case "COPY" -> new ImapCommand.Copy(false, messages(), mailbox());
                    case "MOVE" -> new ImapCommand.Move(false, messages(), mailbox());
                    default -> throw new SyntaxError("there is no command " + name);
                });
    }

    /// `uid = "UID" SP (copy / fetch / search / store)`, and EXPUNGE (RFC 4315 §4) and MOVE (RFC
    /// 6851 §5)
    private ImapCommand uid(String name) throws SyntaxError {
        return switch (name) {
            case "SEARCH" -> search(true);
            case "SORT" -> new SearchParser(in).sort(true);
            case "THREAD" -> new SearchParser(in).thread(true);
            case "FETCH" -> fetch(true);
            case "STORE" -> store(true);
            case "REPLACE" -> replace(true);
            case "COPY" -> new ImapCommand.Copy(true, messages(), mailbox());
            case "MOVE" -> new ImapCommand.Move(true, messages(), mailbox());
            case "EXPUNGE" -> new ImapCommand.Expunge(Optional.of(messages()));
            default -> throw new SyntaxError("there is no command UID " + name);
        };
    }

    private ImapCommand ended(ImapCommand command) throws SyntaxError {
        in.end();
        return command;
    }

    /// `id = "ID" SP id-params-list` (RFC 2971 §4), `id-params-list = "(" *(string SP nstring) ")"
    /// / nil`
    private ImapCommand.Id id() throws SyntaxError {
        in.sp();
        var client = new LinkedHashMap<String, String>();
        if (!in.takeKeyword("NIL")) {
            in.expect('(');
            while (!in.take(')')) {
                while (in.take(' ')) {}
                String field = in.string().latin1().toLowerCase(Locale.ROOT);
                in.sp();
                client.put(field, in.takeKeyword("NIL") ? "" : in.string().utf8());
                if (client.size() > ImapLimits.ID_PARAMETERS_MAX) {
                    throw new SyntaxError(
                            "ID has at most " + ImapLimits.ID_PARAMETERS_MAX + " fields");
                }
            }
        }
        return new ImapCommand.Id(client);
    }

    /// `authenticate = "AUTHENTICATE" SP auth-type [SP (base64 / "=")] *(CRLF base64)` (RFC 4959
    /// §7)
    private ImapCommand.Authenticate authenticate() throws SyntaxError {
        in.sp();
        String mechanism = in.keyword();
        return new ImapCommand.Authenticate(
                mechanism, in.take(' ') ? Optional.of(in.atom()) : Optional.empty());
    }

    /// `enable = "ENABLE" 1*(SP capability)` (RFC 5161 §4)
    private ImapCommand.Enable enable() throws SyntaxError {
        var names = new ArrayList<String>();
        in.sp();
        do {
            names.add(in.atom().toUpperCase(Locale.ROOT));
        } while (in.take(' ') && !in.atEnd());
        return new ImapCommand.Enable(List.copyOf(names));
    }

    /// `compress = "COMPRESS" SP algorithm` (RFC 4978 §5)
    private ImapCommand.Compress compress() throws SyntaxError {
        in.sp();
        return new ImapCommand.Compress(in.keyword());
    }

    /// `select = "SELECT" SP mailbox [select-params]` (RFC 4466 §2.1)
    private ImapCommand.Select select(boolean readOnly) throws SyntaxError {
        Bytes mailbox = mailbox();
        var parameters = new SyncParser(in).select();
        return new ImapCommand.Select(
                mailbox, readOnly, parameters.condstore(), parameters.resync());
    }

    /// `login = "LOGIN" SP userid SP password`
    private ImapCommand.Login login() throws SyntaxError {
        in.sp();
        Bytes name = in.astring();
        in.sp();
        Bytes password = in.astring();
        return new ImapCommand.Login(utf8(name), utf8(password));
    }

    private static String utf8(Bytes octets) throws SyntaxError {
        return octets.strictUtf8()
                .orElseThrow(() -> new SyntaxError("name and password are UTF-8"));
    }

    /// `SP mailbox`, `mailbox = "INBOX" / astring`
    private Bytes mailbox() throws SyntaxError {
        in.sp();
        return in.astring();
    }

    /// `SP list-mailbox`, of LSUB
    private Bytes pattern() throws SyntaxError {
        in.sp();
        Bytes pattern = in.listMailbox();
        if (pattern.length() > ImapLimits.PATTERN_MAX) {
            throw new SyntaxError(
                    "a pattern has at most " + ImapLimits.PATTERN_MAX + " characters");
        }
        return pattern;
    }

    /// `status = "STATUS" SP mailbox SP "(" status-att *(SP status-att) ")"`
    private ImapCommand.Status status() throws SyntaxError {
        Bytes mailbox = mailbox();
        in.sp();
        return new ImapCommand.Status(mailbox, StatusItem.list(in));
    }

    /// `create = "CREATE" SP mailbox [SP "(" "USE" SP "(" [use-attr *(SP use-attr)] ")" ")"]` (RFC
    /// 6154 §6).
    private ImapCommand.Create create() throws SyntaxError {
        Bytes mailbox = mailbox();
        if (!in.take(' ') || in.atEnd()) {
            return new ImapCommand.Create(mailbox, List.of());
        }
        in.expect('(');
        String parameter = in.keyword();
        if (!parameter.equals("USE")) {
            throw new SyntaxError("CREATE knows no " + parameter);
        }
        in.sp();
        in.expect('(');
        var uses = new ArrayList<String>();
        while (!in.take(')')) {
            while (in.take(' ')) {}
            in.expect('\\');
            uses.add(in.atom());
        }
        in.expect(')');
        in.end();
        return new ImapCommand.Create(mailbox, List.copyOf(uses));
    }

    /// `setquota = "SETQUOTA" SP quota-root-name SP setquota-list`, `setquota-list = "("
    /// [setquota-resource *(SP setquota-resource)] ")"`, `setquota-resource = resource-name SP
    /// resource-limit` (RFC 9208 §7). What it asks for is refused, so only its form counts.
    private ImapCommand.SetQuota setQuota() throws SyntaxError {
        Bytes root = mailbox();
        in.sp();
        in.expect('(');
        for (int count = 0; !in.take(')'); count++) {
            if (count == ImapLimits.QUOTA_RESOURCES_MAX) {
                throw new SyntaxError("too many resources");
            }
            while (in.take(' ')) {}
            var _ = in.keyword();
            in.sp();
            var _ = in.number64();
        }
        return new ImapCommand.SetQuota(root);
    }

    /// `append = "APPEND" SP mailbox 1*append-message` (RFC 3502); up to the first message
    private ImapCommand.Append append() throws SyntaxError {
        Bytes mailbox = mailbox();
        in.sp();
        return new ImapCommand.Append(mailbox, new AppendParser(in).message());
    }

    /// `replace = "REPLACE" SP seq-number SP mailbox append-message` (RFC 8508 §5); up to the
    /// message
    private ImapCommand.Replace replace(boolean uid) throws SyntaxError {
        in.sp();
        SequenceSet replaced = in.seqNumberOnly();
        Bytes mailbox = mailbox();
        in.sp();
        return new ImapCommand.Replace(uid, replaced, mailbox, new AppendParser(in).message());
    }

    /// `SP sequence-set`
    private SequenceSet messages() throws SyntaxError {
        in.sp();
        return in.sequenceSet();
    }

    private ImapCommand.Search search(boolean uid) throws SyntaxError {
        return new SearchParser(in).search(uid);
    }

    private ImapCommand.Fetch fetch(boolean uid) throws SyntaxError {
        SequenceSet messages = messages();
        in.sp();
        var items = new FetchParser(in).items();
        return new ImapCommand.Fetch(uid, messages, items, new SyncParser(in).fetch(uid));
    }

    /// `store = "STORE" SP sequence-set [store-modifiers] SP store-att-flags`, `store-att-flags =
    /// (["+" / "-"] "FLAGS" [".SILENT"]) SP (flag-list / (flag *(SP flag)))`
    private ImapCommand.Store store(boolean uid) throws SyntaxError {
        SequenceSet messages = messages();
        in.sp();
        var unchangedSince = new SyncParser(in).unchangedSince();
        var mode =
                in.take('+')
                        ? FlagChange.Mode.ADD
                        : in.take('-') ? FlagChange.Mode.REMOVE : FlagChange.Mode.REPLACE;
        String name = in.keyword();
        if (!name.equals("FLAGS") && !name.equals("FLAGS.SILENT")) {
            throw new SyntaxError("STORE knows no " + name);
        }
        in.sp();
        boolean silent = name.endsWith(".SILENT");
        return new ImapCommand.Store(uid, messages, unchangedSince, in.flags(mode), silent);
    }
}
